-- A worker says for the first time that it is there.
INSERT INTO worker (name, places, running, disk_free, disk_total)
VALUES (:?name, :?places, :?running, :?diskFree, :?diskTotal)
ON CONFLICT DO NOTHING
