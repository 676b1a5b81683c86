-- A task was begun: its weight, and something for its beginning, count as given to its tenant.
UPDATE share
SET given = GREATEST(given, (SELECT m.given FROM share m WHERE m.lane = share.lane AND m.priority = share.priority
                             ORDER BY m.lane DESC, m.priority DESC, m.given DESC LIMIT 1) - 90)
            + 0.1 + (SELECT t.weight FROM task t WHERE t.id = :?task)
WHERE id = (SELECT t.share FROM task t WHERE t.id = :?task)
