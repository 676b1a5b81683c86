-- What waits for news that is delayed waits as long, and does not stand in line before others meanwhile.
UPDATE delivery
SET line = '', due_at = (SELECT h.due_at FROM delivery h WHERE h.id = :?id)
WHERE video_id = :?video AND url = :?url AND state NOT IN ('SENDING', 'DELIVERED', 'FAILED')
  AND due_at < (SELECT h.due_at FROM delivery h WHERE h.id = :?id)
