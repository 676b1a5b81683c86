-- Workers that have not been there for so many days are not told of any more.
DELETE FROM worker WHERE seen_at < CURRENT_TIMESTAMP - CAST(:?days AS INTEGER) * INTERVAL '1' DAY
