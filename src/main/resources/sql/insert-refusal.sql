-- Input that cannot be used. 0 rows: it was reported before.
INSERT INTO refusal (id, origin, error_code, error_message, error_detail)
VALUES (:?id, :?origin, :?code, :?message, :?detail)
ON CONFLICT DO NOTHING
