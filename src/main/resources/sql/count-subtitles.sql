-- How many subtitles a video has, of those that were uploaded on their own.
SELECT COUNT(*) AS tracks
FROM subtitles s
JOIN video v ON v.id = s.video_id
WHERE s.video_id = :?video AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant)
