-- Whether a key is that of a deleted video's upload.
SELECT source_key FROM closed_upload WHERE source_key = :?sourceKey
