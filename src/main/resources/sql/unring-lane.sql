-- New messages are to be sent for queued tasks whose messages were lost: those whose last message is oldest first, as
-- many as are missing.
UPDATE task SET rung_at = NULL
WHERE id IN (SELECT t.id FROM task t
             WHERE t.state = 'QUEUED' AND t.lane = :?lane
               AND t.rung_at < CURRENT_TIMESTAMP - CAST(:?graceSeconds AS INTEGER) * INTERVAL '1' SECOND
             ORDER BY t.state, t.rung_at
             LIMIT :?limit)
