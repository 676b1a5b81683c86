-- Removes a closed key. Its object, if there was one, is gone.
DELETE FROM closed_upload WHERE source_key = :?sourceKey
