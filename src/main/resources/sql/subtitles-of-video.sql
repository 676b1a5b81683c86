-- A video's uploaded subtitles.
SELECT s.language, s.kind, s.label, s.content FROM subtitles s WHERE s.video_id = :?video ORDER BY s.language
