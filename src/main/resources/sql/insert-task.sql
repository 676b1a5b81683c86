-- Adds a task. Its doorbell is to be sent while state is QUEUED and rung_at is null.
INSERT INTO task (id, video_id, kind, ordinal, lane, state, weight)
VALUES (:?id, :?video, :?kind, :?ordinal, :?lane, :?state, :?weight)
ON CONFLICT DO NOTHING
