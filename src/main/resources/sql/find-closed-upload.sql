-- Whether a key belongs to the upload of a deleted video.
SELECT source_key FROM closed_upload WHERE source_key = :?sourceKey
