-- What had come under a closed key is gone; more may come.
UPDATE closed_upload SET came = FALSE WHERE source_key = :?sourceKey AND came
