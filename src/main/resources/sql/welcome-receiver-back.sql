-- A user who resends knows that the receiver exists again.
DELETE FROM gone_receiver WHERE url = (SELECT d.url FROM delivery d WHERE d.id = :?id)
