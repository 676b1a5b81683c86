-- Who may play a video: PUBLIC, whoever knows its address; PRIVATE, who was given a playback address for it.
ALTER TABLE video ADD COLUMN visibility VARCHAR(10) DEFAULT 'PUBLIC' NOT NULL;
