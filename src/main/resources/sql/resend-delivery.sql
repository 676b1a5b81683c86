-- A user asks for the news to be sent again: at once, and with all scheduled attempts.
UPDATE delivery
SET state = 'QUEUED', line = '', failures = 0, due_at = CURRENT_TIMESTAMP, lease_until = NULL, error = NULL, delivered_at = NULL
WHERE id = :?id AND video_id = :?video AND state <> 'SENDING'
  AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
