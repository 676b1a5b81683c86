-- The row by which a tenant's registrations wait for each other. 0 rows: it is there.
INSERT INTO quota (tenant) VALUES (:?tenant) ON CONFLICT DO NOTHING
