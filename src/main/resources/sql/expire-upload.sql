-- Gives up an upload; its parts are swept.
UPDATE video
SET status = 'FAILED', error_code = :?code, error_message = :?message, sweep_due = TRUE, revision = revision + 1,
    updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND status = 'AWAITING_UPLOAD'
