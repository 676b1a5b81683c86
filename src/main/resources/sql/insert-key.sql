-- A new API key. 0 rows: it is known already.
INSERT INTO api_key (id, name, tenant, scopes, hash, expires_at)
VALUES (:?id, :?name, :?tenant, :?scopes, :?hash, CURRENT_TIMESTAMP + CAST(:?days AS INTEGER) * INTERVAL '1' DAY)
ON CONFLICT DO NOTHING
