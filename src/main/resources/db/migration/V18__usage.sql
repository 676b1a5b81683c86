-- What a video has cost: it only adds, and processes from before go on and count nothing.

ALTER TABLE video ADD COLUMN processor_seconds DOUBLE PRECISION DEFAULT 0 NOT NULL;  -- of FFmpeg and ffprobe, in all attempts
ALTER TABLE video ADD COLUMN worker_seconds    DOUBLE PRECISION DEFAULT 0 NOT NULL;  -- that workers were at its tasks
ALTER TABLE video ADD COLUMN stored_bytes      BIGINT;                               -- of what was published; null: not yet, or before this
ALTER TABLE video ADD COLUMN stored_objects    BIGINT;                               -- how many objects these are
