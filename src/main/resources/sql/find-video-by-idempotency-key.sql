-- The video that an earlier request of the same tenant with the same key registered.
SELECT v.*, 0.0 AS progress FROM video v WHERE v.tenant = :?tenant AND v.idempotency_key = :?idempotencyKey
