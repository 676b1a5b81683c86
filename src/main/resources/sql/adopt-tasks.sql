-- Gives a share and a turn to queued work of processes of an older version, which go on while others are updated.
UPDATE task
SET share = (SELECT s.id FROM share s JOIN video v ON v.priority = s.priority AND v.tenant = s.tenant
             WHERE v.id = task.video_id AND s.lane = task.lane),
    size = (SELECT SUM(o.weight) FROM task o WHERE o.video_id = task.video_id AND o.lane = task.lane),
    turn = EXTRACT(EPOCH FROM CURRENT_TIMESTAMP)
           + 20 * (SELECT SUM(o.weight) FROM task o WHERE o.video_id = task.video_id AND o.lane = task.lane)
WHERE lane = :?lane AND state = 'QUEUED' AND share IS NULL
