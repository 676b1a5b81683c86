-- How many subtitles a video has, of those that were uploaded on their own, and how long they are together.
SELECT COUNT(*) AS tracks, CAST(COALESCE(SUM(CHAR_LENGTH(s.content)), 0) AS BIGINT) AS characters
FROM subtitles s
JOIN video v ON v.id = s.video_id
WHERE s.video_id = :?video AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant)
