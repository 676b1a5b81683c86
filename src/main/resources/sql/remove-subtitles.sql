-- The uploaded subtitles of a video in one language. 0 rows: there were none.
DELETE FROM subtitles WHERE video_id = :?video AND language = :?language
