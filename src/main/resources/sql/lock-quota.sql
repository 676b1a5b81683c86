-- Has others wait, who register for the same tenant, until this transaction ends. No row: see open-quota.sql.
SELECT q.tenant FROM quota q WHERE q.tenant = :?tenant FOR UPDATE
