-- Input that could not be used, newest first.
SELECT r.id, r.origin, r.error_code, r.error_message, r.error_detail, r.refused_at
FROM refusal r
ORDER BY r.refused_at DESC, r.id
LIMIT :?limit
