-- Removes old entries of the delivery log; news that are still to be sent stay.
DELETE FROM delivery
WHERE state IN ('DELIVERED', 'FAILED')
  AND created_at < CURRENT_TIMESTAMP - CAST(:?days AS INTEGER) * INTERVAL '1' DAY
