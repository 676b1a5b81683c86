-- A task of the video was begun. The next one in its lane comes forward: it counts half of what is left to begin. One row
-- only, so that claims wait for nobody; those behind it follow in their turn.
UPDATE task
SET turn = turn - 20 * (size - 0.5 * (SELECT SUM(r.weight) FROM task r
                                      WHERE r.video_id = :?video AND r.lane = :?lane AND r.state = 'QUEUED')),
    size = 0.5 * (SELECT SUM(r.weight) FROM task r WHERE r.video_id = :?video AND r.lane = :?lane AND r.state = 'QUEUED')
WHERE state = 'QUEUED'
  AND id = (SELECT n.id FROM task n WHERE n.video_id = :?video AND n.lane = :?lane AND n.state = 'QUEUED' AND n.turn > 0
            ORDER BY n.turn, n.weight DESC, n.ordinal LIMIT 1)
