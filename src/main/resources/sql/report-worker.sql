-- A worker says that it is there, and what it does.
UPDATE worker
SET places = :?places, running = :?running, disk_free = :?diskFree, disk_total = :?diskTotal, seen_at = CURRENT_TIMESTAMP
WHERE name = :?name
