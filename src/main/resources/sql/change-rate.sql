-- Requests were made. 0 rows: another process was faster.
UPDATE request_rate SET state = :?state WHERE bucket = :?bucket AND state = :?before
