-- Cancels a video in any state that is not final. What was made is swept.
UPDATE video
SET status = 'CANCELLED', sweep_due = TRUE, revision = revision + 1, updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND status IN ('AWAITING_UPLOAD', 'QUEUED', 'PROCESSING') AND deleted_at IS NULL
  AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
