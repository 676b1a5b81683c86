-- Records the key of a video that is about to be removed, for as long as its upload URL is valid, and for a day more,
-- because an upload that began in time may end later.
INSERT INTO closed_upload (source_key, until)
SELECT source_key, expires_at + INTERVAL '1' DAY
FROM video
WHERE id = :?id AND registered AND deleted_at IS NOT NULL AND expires_at + INTERVAL '1' DAY > CURRENT_TIMESTAMP
ON CONFLICT DO NOTHING
