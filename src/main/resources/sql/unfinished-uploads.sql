-- How many uploads are awaited, of all tenants together.
SELECT COUNT(*) AS unfinished FROM video v WHERE v.status = 'AWAITING_UPLOAD'
