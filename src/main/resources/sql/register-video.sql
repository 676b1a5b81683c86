-- A video that the API registered and that waits for its upload. 0 rows: its tenant has used the idempotency key
-- before.
INSERT INTO video (id, status, filename, name, content_type, metadata, profile_revision, profile, source_key, source_size,
                   upload_id, part_size, registered, expires_at, idempotency_key, request_digest,
                   webhook, priority, tenant, visibility, upload_token)
VALUES (:?id, 'AWAITING_UPLOAD', :?filename, :?name, :?contentType, :?metadata, :?profileRevision, :?profile, :?sourceKey,
        :?size, :?uploadId, :?partSize, TRUE,
        CURRENT_TIMESTAMP + CAST(:?expirySeconds AS INTEGER) * INTERVAL '1' SECOND, :?idempotencyKey, :?requestDigest,
        :?webhook, :?priority, :?tenant, :?visibility, :?uploadToken)
ON CONFLICT DO NOTHING
