-- What an upload URL of a deleted video has brought is removed when it is seen, and again when nothing more can come.

ALTER TABLE closed_upload ADD COLUMN came BOOLEAN DEFAULT FALSE NOT NULL;
