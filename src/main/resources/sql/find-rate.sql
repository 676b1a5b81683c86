-- How many requests a tenant may make now, as all processes know it.
SELECT r.state FROM request_rate r WHERE r.bucket = :?bucket
