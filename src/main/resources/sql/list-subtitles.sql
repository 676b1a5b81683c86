-- The uploaded subtitles of a video, without their content.
SELECT s.language, s.kind, s.label FROM subtitles s WHERE s.video_id = :?video ORDER BY s.language
