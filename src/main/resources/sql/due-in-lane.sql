-- The tasks of a lane that should start next, best first: by priority; then tasks that a crashed or stopped worker had
-- begun; then tasks of the tenant with the least work in the last ten minutes; then tasks of the video with the least
-- work left, where each second since a task of the video was last begun counts as ten: so short clips go before long
-- films, but no film waits for ever.
SELECT t.id
FROM task t
JOIN video v ON v.id = t.video_id
JOIN (SELECT q.video_id, SUM(q.weight) AS rest,
             (SELECT MAX(s.started_at) FROM task s WHERE s.video_id = q.video_id AND s.lane = :?lane) AS served
      FROM task q
      WHERE q.state = 'QUEUED' AND q.lane = :?lane
      GROUP BY q.video_id) film ON film.video_id = t.video_id
LEFT JOIN (SELECT b.tenant, SUM(r.weight) AS given
           FROM task r
           JOIN video b ON b.id = r.video_id
           WHERE r.started_at > CURRENT_TIMESTAMP - INTERVAL '10' MINUTE AND r.lane = :?lane
           GROUP BY b.tenant) share ON share.tenant = v.tenant
WHERE t.state = 'QUEUED' AND t.lane = :?lane AND t.not_before <= CURRENT_TIMESTAMP
ORDER BY v.priority DESC, CASE WHEN t.worker IS NOT NULL AND t.error_code IS NULL THEN 0 ELSE 1 END,
         COALESCE(share.given, 0),
         film.rest - 10 * (EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) - EXTRACT(EPOCH FROM COALESCE(film.served, v.created_at))),
         v.id, t.weight DESC, t.ordinal
LIMIT 8
