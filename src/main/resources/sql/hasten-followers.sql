-- What waits for news that is sent again is due when that has arrived; what the receiver has not accepted keeps its own time.
UPDATE delivery
SET due_at = CURRENT_TIMESTAMP
WHERE video_id = :?video AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
  AND url = (SELECT h.url FROM delivery h WHERE h.id = :?id)
  AND state NOT IN ('SENDING', 'DELIVERED', 'FAILED') AND failures = 0 AND due_at > CURRENT_TIMESTAMP
