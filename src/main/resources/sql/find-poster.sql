-- The work that has made a video's poster, which is there long before the video is ready; none if there is no poster.
SELECT t.id
FROM task t
JOIN video v ON v.id = t.video_id
WHERE t.video_id = :?video AND v.tenant = :?tenant AND t.kind = 'STILLS' AND t.state = 'DONE' AND t.result IS NOT NULL
