-- Subtitles of a video in one language; the caller has removed the earlier ones. 0 rows: the video is gone.
INSERT INTO subtitles (video_id, language, kind, label, content)
SELECT v.id, CAST(:?language AS VARCHAR), CAST(:?kind AS VARCHAR), CAST(:?label AS VARCHAR), CAST(:?content AS VARCHAR)
FROM video v WHERE v.id = :?video AND v.deleted_at IS NULL AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant)
