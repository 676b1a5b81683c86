-- Removes old entries of the delivery log; news that is still to be sent stays.
DELETE FROM delivery
WHERE state IN ('DELIVERED', 'FAILED')
  AND created_at < CURRENT_TIMESTAMP - CAST(:?days AS INTEGER) * INTERVAL '1' DAY
