-- The shares of the lanes that a video's work is taken from. They have to be there before its first task.
INSERT INTO share (lane, priority, tenant)
SELECT l.lane, v.priority, v.tenant
FROM (VALUES ('FAST'), ('EARLY'), ('BULK'), ('HEAVY')) l (lane)
CROSS JOIN video v
WHERE v.id = :?video
ON CONFLICT DO NOTHING
