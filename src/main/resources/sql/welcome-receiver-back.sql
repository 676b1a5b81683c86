-- Who resends knows that the receiver is there again.
DELETE FROM gone_receiver WHERE url = (SELECT d.url FROM delivery d WHERE d.id = :?id)
