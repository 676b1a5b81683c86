-- Videos that an older version wrote, without the form of the name that searches compare.
SELECT v.id, v.filename FROM video v WHERE v.name IS NULL ORDER BY v.name, v.id LIMIT :?limit
