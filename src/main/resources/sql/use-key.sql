-- Somebody calls with this key; noted once a minute. 0 rows: it was noted.
UPDATE api_key SET last_used_at = CURRENT_TIMESTAMP
WHERE id = :?id AND (last_used_at IS NULL OR last_used_at < CURRENT_TIMESTAMP - INTERVAL '1' MINUTE)
