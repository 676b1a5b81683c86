-- The objects of a cancelled video are gone, or those of attempts that lost.
UPDATE video SET sweep_due = FALSE, upload_id = NULL WHERE id = :?id AND deleted_at IS NULL
