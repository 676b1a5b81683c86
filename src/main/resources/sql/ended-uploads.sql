-- Closed keys that nothing can come under any more, of one request to delete.
SELECT source_key FROM closed_upload WHERE until < CURRENT_TIMESTAMP ORDER BY source_key LIMIT 1000
