-- The upload has arrived: pins the object version and queues the video. 0 rows: another caller did, or the upload was
-- given up.
UPDATE video
SET status = 'QUEUED', source_etag = :?sourceEtag, source_size = :?size, upload_id = NULL, attempts = 1,
    revision = revision + 1, updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND status = 'AWAITING_UPLOAD' AND deleted_at IS NULL AND tenant = :?tenant
