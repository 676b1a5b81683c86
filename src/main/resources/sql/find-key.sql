-- Whose key it is that somebody calls with. 0 rows: it is unknown, revoked or over.
SELECT k.id, k.name, k.tenant, k.scopes, k.created_at, k.expires_at, k.last_used_at, k.revoked_at
FROM api_key k
WHERE k.hash = :?hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > CURRENT_TIMESTAMP)
