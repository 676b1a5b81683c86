-- The first segments can be watched; fenced by the attempt that made them. 0 rows: known already, or not needed any
-- more.
UPDATE video
SET early = :?key, revision = revision + 1, updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND status = 'PROCESSING' AND deleted_at IS NULL AND (early IS NULL OR early <> :?key)
  AND EXISTS (SELECT 1 FROM task t WHERE t.id = :?task AND t.attempt = :?attempt AND t.state = 'RUNNING')
