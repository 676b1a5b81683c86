-- All workers that were there lately, and for how many seconds each has not been heard of.
SELECT w.name, w.places, w.running, w.disk_free, w.disk_total, w.seen_at,
       CAST(GREATEST(0, EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) - EXTRACT(EPOCH FROM w.seen_at)) AS INTEGER) AS silent
FROM worker w
ORDER BY w.seen_at DESC, w.name
LIMIT 1000
