-- Subtitles that were uploaded on their own. They stand here and not only in the bucket, because a cancelled video's
-- objects are swept, and what a user sent is not made again.

CREATE TABLE subtitles (
    video_id  VARCHAR(36)  NOT NULL REFERENCES video (id) ON DELETE CASCADE,
    language  VARCHAR(35)  NOT NULL,                        -- BCP 47
    kind      VARCHAR(10)  NOT NULL,                        -- SUBTITLES CAPTIONS FORCED
    label     VARCHAR(100) NOT NULL,
    content   VARCHAR      NOT NULL,                        -- WebVTT, as it was understood
    PRIMARY KEY (video_id, language)
);
