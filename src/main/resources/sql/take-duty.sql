-- Takes a duty that no process has, or holds it for another lease. 0 rows: another process has it.
UPDATE duty
SET owner = :?owner, lease_until = CURRENT_TIMESTAMP + CAST(:?leaseSeconds AS INTEGER) * INTERVAL '1' SECOND
WHERE name = :?duty AND (owner = :?owner OR lease_until < CURRENT_TIMESTAMP)
