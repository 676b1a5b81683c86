-- One more upload of the tenant's day. A clock that goes back begins no new day.
UPDATE quota
SET uploads = CASE WHEN uploads_day >= FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) / 86400) THEN uploads + 1 ELSE 1 END,
    uploads_day = GREATEST(uploads_day, CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) / 86400) AS BIGINT))
WHERE tenant = :?tenant
