-- Ends an API key. 0 rows: it is unknown, or was ended before.
UPDATE api_key SET revoked_at = CURRENT_TIMESTAMP WHERE id = :?id AND revoked_at IS NULL
