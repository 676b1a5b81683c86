-- The one compare-and-set that makes a video ready, after every object was checked.
UPDATE video
SET status = 'READY', storyboard = :?storyboard, source = :?source, ready_at = CURRENT_TIMESTAMP, revision = revision + 1,
    updated_at = CURRENT_TIMESTAMP, error_code = NULL, error_message = NULL, error_detail = NULL
WHERE id = :?id AND status = 'PROCESSING' AND deleted_at IS NULL
