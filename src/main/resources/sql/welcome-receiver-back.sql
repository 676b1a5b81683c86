-- Who resends knows that the receiver is there again.
DELETE FROM gone_receiver
WHERE url = (SELECT d.url FROM delivery d WHERE d.id = :?id AND d.video_id = :?video
             AND d.tenant = COALESCE(CAST(:?tenant AS VARCHAR), d.tenant))
