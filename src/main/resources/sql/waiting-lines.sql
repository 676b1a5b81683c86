-- The lines in which news waits, from one on, in the order of the digits with which each begins.
-- Each step looks up one row in an index: the number of lines matters, how many wait in them does not.
WITH RECURSIVE waiting (line, place) AS (
    SELECT (SELECT q.line FROM delivery q WHERE q.state = 'QUEUED' AND q.line >= CAST(:?first AS VARCHAR)
            ORDER BY q.state, q.line LIMIT 1), 1
    UNION ALL
    SELECT (SELECT q.line FROM delivery q WHERE q.state = 'QUEUED' AND q.line >= SUBSTRING(waiting.line FROM 1 FOR 36) || 'g'
            ORDER BY q.state, q.line LIMIT 1), waiting.place + 1
    FROM waiting
    WHERE waiting.line IS NOT NULL AND waiting.place < CAST(:?most AS INTEGER)
)
SELECT w.line FROM waiting w WHERE w.line IS NOT NULL
