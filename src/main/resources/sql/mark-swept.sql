-- The objects of a cancelled video are gone, or those of attempts that lost; unless something came meanwhile.
UPDATE video SET sweep_due = FALSE, upload_id = NULL WHERE id = :?id AND revision = :?revision AND deleted_at IS NULL
