-- All work of a video as it stands, in the order in which it is usually begun, with the time of the ledger's own clock.
SELECT t.kind, t.ordinal, t.lane, t.state, t.attempt, t.failures, t.progress, t.weight, t.worker, t.not_before, t.rung_at,
       t.lease_until, t.started_at, t.finished_at, t.error_code, t.error_message, t.error_detail,
       CURRENT_TIMESTAMP AS at
FROM task t
JOIN video v ON v.id = t.video_id
WHERE t.video_id = :?video AND v.tenant = COALESCE(CAST(:?tenant AS VARCHAR), v.tenant)
ORDER BY CASE t.kind WHEN 'INSPECT' THEN 0 WHEN 'EARLY' THEN 1 WHEN 'PUBLISH' THEN 3 ELSE 2 END, t.kind DESC, t.ordinal
