-- How many of everybody's videos have such a name, by status.
SELECT v.status, COUNT(*) AS videos
FROM video v
WHERE v.deleted_at IS NULL AND COALESCE(v.name, '') LIKE :?name
GROUP BY v.status
