-- The early stream of a ready video is gone.
UPDATE video SET early = NULL WHERE id = :?id AND status = 'READY'
