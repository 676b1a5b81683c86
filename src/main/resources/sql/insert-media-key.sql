-- The key of a video, made when it is planned for the first time: what was stored before stays readable.
INSERT INTO media_key (video_id, secret)
SELECT v.id, CAST(:?secret AS VARCHAR)
FROM video v
WHERE v.id = :?video
ON CONFLICT DO NOTHING
