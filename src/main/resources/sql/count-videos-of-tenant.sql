-- How many of a tenant's videos have such a name, by status.
SELECT v.status, COUNT(*) AS videos
FROM video v
WHERE v.tenant = :?tenant AND v.deleted_at IS NULL
  AND COALESCE(v.name, '') LIKE :?first AND COALESCE(v.name, '') LIKE :?second
  AND COALESCE(v.name, '') LIKE :?third AND COALESCE(v.name, '') LIKE :?rest
GROUP BY v.status
