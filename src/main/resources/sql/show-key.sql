-- One API key, whether it is over or not.
SELECT k.id, k.name, k.tenant, k.scopes, k.created_at, k.expires_at, k.last_used_at, k.revoked_at
FROM api_key k
WHERE k.id = :?id
