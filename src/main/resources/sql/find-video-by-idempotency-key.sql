-- The video that an earlier request with the same key registered.
SELECT v.*, 0.0 AS progress FROM video v WHERE v.idempotency_key = :?idempotencyKey
