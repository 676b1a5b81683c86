-- The doorbell was sent. This runs only afterwards: a crash in between sends it twice, which is harmless.
UPDATE task SET rung_at = CURRENT_TIMESTAMP WHERE id = :?id AND attempt = :?attempt AND rung_at IS NULL
