-- The first requests of a tenant. 0 rows: another process was faster.
INSERT INTO request_rate (bucket, state) VALUES (:?bucket, :?state) ON CONFLICT DO NOTHING
