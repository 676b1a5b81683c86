-- A file came to an upload that had been cancelled or had failed before: nobody waits for it, and no limit counts it.
UPDATE video SET sweep_due = TRUE, revision = revision + 1
WHERE id = :?id AND status IN ('CANCELLED', 'FAILED') AND source_etag IS NULL AND NOT sweep_due
