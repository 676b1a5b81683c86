-- The uploaded subtitles of a video in one language. 0 rows: there were none.
DELETE FROM subtitles WHERE video_id = :?video AND language = :?language
  AND EXISTS (SELECT 1 FROM video v WHERE v.id = subtitles.video_id AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant))
