-- The outbox of the dead-letter queue: failed tasks whose dead letter was not sent yet.
SELECT t.id, t.video_id, t.kind, t.ordinal, t.attempt, t.failures, t.error_code, t.error_message, t.error_detail
FROM task t
WHERE t.state = 'FAILED' AND t.rung_at IS NULL
ORDER BY t.id
LIMIT 100
