-- The doorbell, or the dead letter, was sent. This runs only afterwards: a crash in between sends it twice, which is harmless. A task that has
-- changed its state meanwhile, because somebody tries again what has failed, keeps its own message to be sent.
UPDATE task SET rung_at = CURRENT_TIMESTAMP WHERE id = :?id AND attempt = :?attempt AND state = :?state AND rung_at IS NULL
