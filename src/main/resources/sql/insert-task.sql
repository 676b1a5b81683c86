-- A piece of work. Its doorbell is rung when state is QUEUED and rung_at is null.
INSERT INTO task (id, video_id, kind, ordinal, lane, state, weight)
VALUES (:?id, :?video, :?kind, :?ordinal, :?lane, :?state, :?weight)
ON CONFLICT DO NOTHING
