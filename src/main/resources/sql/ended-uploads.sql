-- Closed keys under which an object was seen, or to which nothing can be uploaded any more, as many as one request can delete.
SELECT source_key FROM closed_upload WHERE came OR until < CURRENT_TIMESTAMP ORDER BY source_key LIMIT 1000
