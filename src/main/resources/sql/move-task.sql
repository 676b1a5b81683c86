-- Moves a task that belongs to another lane at once, without a setback; fenced by attempt.
UPDATE task
SET state = 'QUEUED', lane = :?lane,
    share = (SELECT s.id FROM share s JOIN video v ON v.priority = s.priority AND v.tenant = s.tenant
               WHERE v.id = task.video_id AND s.lane = :?lane),
    rung_at = NULL, lease_until = NULL, not_before = CURRENT_TIMESTAMP
WHERE id = :?id AND attempt = :?attempt AND state = 'RUNNING'
