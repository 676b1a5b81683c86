-- The log is kept for a while; what is still to be sent stays.
DELETE FROM delivery
WHERE state IN ('DELIVERED', 'FAILED')
  AND created_at < CURRENT_TIMESTAMP - CAST(:?days AS INTEGER) * INTERVAL '1' DAY
