-- A piece of work. Its doorbell is rung when state is QUEUED and rung_at is null. Its size is that of all of the video's
-- work in the lane, its turn as in due-in-lane.sql, its share the one that open-shares.sql has opened.
INSERT INTO task (id, video_id, kind, ordinal, lane, state, weight, size, turn, share)
VALUES (:?id, :?video, :?kind, :?ordinal, :?lane, :?state, :?weight, :?size,
        EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) + 20 * CAST(:?size AS DOUBLE PRECISION),
        (SELECT s.id FROM share s JOIN video v ON v.priority = s.priority AND v.tenant = s.tenant
         WHERE v.id = :?video AND s.lane = :?lane))
ON CONFLICT DO NOTHING
