-- Inspection is done: the source is known, the plan is pinned, work on the renditions begins.
UPDATE video
SET status = 'PROCESSING', source = :?source, plan = :?plan, duration = :?duration, revision = revision + 1, updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND status = 'QUEUED' AND deleted_at IS NULL
