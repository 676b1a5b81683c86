-- Keys that a deleted video's upload URL, which nobody can take back, may still bring an object under.

CREATE TABLE closed_upload (
    source_key  VARCHAR(1024) PRIMARY KEY,
    until       TIMESTAMP WITH TIME ZONE NOT NULL           -- when nothing can come any more
);
