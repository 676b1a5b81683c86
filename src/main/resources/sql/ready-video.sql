-- The one compare-and-set that makes a video ready, after every object was checked. Attempts that lost may have left
-- objects.
UPDATE video
SET status = 'READY', storyboard = :?storyboard, source = :?source, stored_bytes = :?storedBytes, stored_objects = :?storedObjects, ready_at = CURRENT_TIMESTAMP, revision = revision + 1,
    updated_at = CURRENT_TIMESTAMP, error_code = NULL, error_message = NULL, error_detail = NULL,
    sweep_due = EXISTS (SELECT 1 FROM task t WHERE t.video_id = video.id
                                              AND (t.attempt > 1 OR (t.kind = 'EARLY' AND t.state <> 'DONE')))
WHERE id = :?id AND status = 'PROCESSING' AND deleted_at IS NULL
