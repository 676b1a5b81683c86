-- What the segments of an encrypted video are encrypted with. It goes with its video.
CREATE TABLE media_key (
    video_id  VARCHAR(36) PRIMARY KEY REFERENCES video (id) ON DELETE CASCADE,
    secret    VARCHAR(24) NOT NULL                          -- base64 of 128 bits
);
