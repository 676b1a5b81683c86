-- How much due work of a lane comes before the next due work of a video, whoever it is of: of a higher priority, or of the
-- same and with an earlier turn. Tenants take turns, see due-in-lane.sql, so it is about as much.
SELECT COUNT(*) AS pieces, COALESCE(SUM(q.weight), 0) AS seconds
FROM task q
JOIN share s ON s.id = q.share
JOIN (SELECT t.turn, o.priority FROM task t JOIN share o ON o.id = t.share
      WHERE t.video_id = :?video AND t.lane = :?lane AND t.state = 'QUEUED' AND t.not_before <= CURRENT_TIMESTAMP
      ORDER BY t.turn LIMIT 1) mine ON s.priority > mine.priority OR (s.priority = mine.priority AND q.turn < mine.turn)
WHERE q.lane = :?lane AND q.state = 'QUEUED' AND q.not_before <= CURRENT_TIMESTAMP AND q.video_id <> :?video
