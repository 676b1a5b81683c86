-- The claimed task, by the unique name of its claim.
SELECT t.id, t.video_id, t.kind, t.ordinal, t.lane, t.attempt, t.failures, t.not_before AS due_at
FROM task t WHERE t.id = :?id AND t.worker = :?worker AND t.state = 'RUNNING'
