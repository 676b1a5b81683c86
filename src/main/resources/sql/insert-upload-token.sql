-- A new upload token. 0 rows: it is known already.
INSERT INTO upload_token (id, hash, tenant, api_key, origin, terms, videos, expires_at, ends_at)
VALUES (:?id, :?hash, :?tenant, :?apiKey, :?origin, :?terms, :?videos,
        CURRENT_TIMESTAMP + CAST(:?seconds AS INTEGER) * INTERVAL '1' SECOND,
        CURRENT_TIMESTAMP + (CAST(:?seconds AS INTEGER) + CAST(:?graceSeconds AS INTEGER)) * INTERVAL '1' SECOND)
ON CONFLICT DO NOTHING
