-- A stream that can be watched before the video is ready.

ALTER TABLE video ADD COLUMN early VARCHAR(200);            -- key of its playlist relative to the video's prefix; null: none, or swept
