-- Removes reports of progress that were not sent yet and that a newer report replaces.
DELETE FROM delivery
WHERE video_id = :?video AND url = :?url AND type = 'video.progress' AND state NOT IN ('SENDING', 'DELIVERED', 'FAILED')
