-- The objects of a cancelled video, or of attempts that lost, are gone; 0 rows if a change came meanwhile.
UPDATE video SET sweep_due = FALSE, upload_id = NULL WHERE id = :?id AND revision = :?revision AND deleted_at IS NULL
