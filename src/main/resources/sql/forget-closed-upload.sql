-- Removes a closed key to which nothing can be uploaded any more. Its object, if there was one, is gone.
DELETE FROM closed_upload WHERE source_key = :?sourceKey AND until < CURRENT_TIMESTAMP
