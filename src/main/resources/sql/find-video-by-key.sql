-- The videos made of any version of one object, newest first.
SELECT v.*, 0.0 AS progress FROM video v WHERE v.source_key = :?sourceKey ORDER BY v.id DESC
