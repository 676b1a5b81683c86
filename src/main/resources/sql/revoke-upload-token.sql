-- Ends an upload token. 0 rows: the tenant has none of this id.
UPDATE upload_token SET revoked_at = COALESCE(revoked_at, CURRENT_TIMESTAMP)
WHERE id = :?id AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
