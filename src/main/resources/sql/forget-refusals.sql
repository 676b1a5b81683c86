-- Removes old refusals. An object that is still there is then refused once more.
DELETE FROM refusal WHERE refused_at < CURRENT_TIMESTAMP - CAST(:?days AS INTEGER) * INTERVAL '1' DAY
