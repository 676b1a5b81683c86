-- Removes upload tokens that have ended.
DELETE FROM upload_token WHERE ends_at < CURRENT_TIMESTAMP - CAST(:?days AS INTEGER) * INTERVAL '1' DAY
