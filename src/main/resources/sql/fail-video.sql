-- The video fails with the cause of one of its tasks, or of its upload; only while it is in progress.
UPDATE video
SET status = 'FAILED', error_code = :?code, error_message = :?message, error_detail = :?detail,
    revision = revision + 1, updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND status IN ('AWAITING_UPLOAD', 'QUEUED', 'PROCESSING')
