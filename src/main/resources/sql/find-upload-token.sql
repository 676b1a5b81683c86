-- The upload token that somebody calls with. 0 rows: it is unknown, revoked, alone or with its API key, or at its end.
SELECT u.* FROM upload_token u
WHERE u.hash = :?hash AND u.revoked_at IS NULL AND u.ends_at > CURRENT_TIMESTAMP
  AND NOT EXISTS (SELECT 1 FROM api_key k WHERE k.id = u.api_key AND k.revoked_at IS NOT NULL)
