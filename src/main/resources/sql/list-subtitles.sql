-- What a video's uploaded subtitles are, without their content.
SELECT s.language, s.kind, s.label
FROM subtitles s
JOIN video v ON v.id = s.video_id
WHERE s.video_id = :?video AND v.tenant = :?tenant
ORDER BY s.language
