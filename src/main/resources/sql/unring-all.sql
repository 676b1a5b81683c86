-- Rings again for all queued work of a lane whose queue is new: it has no messages.
UPDATE task SET rung_at = NULL
WHERE state = 'QUEUED' AND lane = :?lane AND rung_at IS NOT NULL
