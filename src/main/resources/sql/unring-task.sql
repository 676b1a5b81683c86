-- Rings again for queued work whose message came to a worker that takes nothing any more.
UPDATE task SET rung_at = NULL
WHERE id = :?id AND state = 'QUEUED'
