-- Counts a video that an upload token registers; in the transaction that registers it. 0 rows: the token may register no more.
UPDATE upload_token SET registered = registered + 1
WHERE id = :?id AND tenant = :?tenant AND registered < videos AND expires_at > CURRENT_TIMESTAMP AND revoked_at IS NULL
