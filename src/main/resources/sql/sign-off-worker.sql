-- A worker that has stopped properly is not missed.
DELETE FROM worker WHERE name = :?name
