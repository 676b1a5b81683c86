-- Ends the duties of a process that stops: another one may take them at once.
UPDATE duty SET owner = '', lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE owner = :?owner
