-- How many videos a tenant has under way, how many of them wait for their upload, and how many it has begun today. Only what is
-- under way is counted, in an index.
SELECT (SELECT COUNT(*) FROM video v
        WHERE v.tenant = :?tenant AND v.deleted_at IS NULL AND v.status IN ('AWAITING_UPLOAD', 'QUEUED', 'PROCESSING'))
           AS under_way,
       (SELECT COUNT(*) FROM video v
        WHERE v.tenant = :?tenant AND v.deleted_at IS NULL AND v.status = 'AWAITING_UPLOAD') AS unfinished,
       COALESCE((SELECT q.uploads FROM quota q
                 WHERE q.tenant = :?tenant
                   AND q.uploads_day >= FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) / 86400)), 0) AS uploads,
       86400 - MOD(CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP)) AS BIGINT), 86400) AS day_left
