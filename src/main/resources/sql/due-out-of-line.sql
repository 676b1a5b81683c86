-- News that has become due and does not stand in line yet: after a setback, or because a process of an older version made it.
SELECT d.id, d.tenant, d.url
FROM delivery d
WHERE d.state = 'QUEUED' AND d.line = '' AND d.due_at <= CURRENT_TIMESTAMP
ORDER BY d.state, d.line, d.due_at
LIMIT CAST(:?most AS INTEGER)
