-- An object was seen under the key of a deleted video's upload.
UPDATE closed_upload SET came = TRUE WHERE source_key = :?sourceKey AND NOT came
