-- Bytes of a tenant's files and seconds of its videos: of all that are not deleted, but for uploads that never came. Read in one
-- index, in time that grows with the number of videos.
SELECT COALESCE(SUM(v.source_size), 0) AS bytes, COALESCE(SUM(v.duration), 0) AS seconds
FROM video v
WHERE v.tenant = :?tenant AND v.deleted_at IS NULL
  AND (v.status NOT IN ('FAILED', 'CANCELLED') OR v.source_etag IS NOT NULL)
