-- Whether something was refused before.
SELECT r.id, r.origin, r.error_code, r.error_message, r.error_detail, r.refused_at FROM refusal r WHERE r.id = :?id
