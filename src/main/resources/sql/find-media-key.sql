-- What a video is encrypted with.
SELECT k.secret
FROM media_key k
WHERE k.video_id = :?video
