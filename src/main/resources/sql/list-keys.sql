-- All API keys, newest first.
SELECT k.id, k.name, k.tenant, k.scopes, k.created_at, k.expires_at, k.last_used_at, k.revoked_at
FROM api_key k
ORDER BY k.created_at DESC, k.id
LIMIT 1000
