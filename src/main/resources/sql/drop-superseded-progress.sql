-- Progress that nobody has been told yet and that newer progress makes worthless.
DELETE FROM delivery
WHERE video_id = :?video AND url = :?url AND type = 'video.progress' AND state = 'QUEUED'
