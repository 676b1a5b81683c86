-- Takes up a failed or cancelled video again, from where it can continue; the caller resets its tasks in the same
-- transaction.
UPDATE video
SET status = CASE WHEN plan IS NULL THEN 'QUEUED' ELSE 'PROCESSING' END, attempts = attempts + 1,
    error_code = NULL, error_message = NULL, error_detail = NULL, revision = revision + 1,
    early = CASE WHEN status = 'CANCELLED' THEN NULL ELSE early END,
    updated_at = CURRENT_TIMESTAMP
WHERE id = :?id AND status IN ('FAILED', 'CANCELLED') AND source_etag IS NOT NULL AND deleted_at IS NULL
  AND NOT sweep_due AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
