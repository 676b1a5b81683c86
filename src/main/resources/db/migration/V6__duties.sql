-- Who does what only one process may do at a time, what was refused when it came in, and idempotency keys that belong to
-- their tenant.

CREATE TABLE duty (
    name         VARCHAR(20)  PRIMARY KEY,                  -- POLL RECONCILE
    owner        VARCHAR(100) NOT NULL DEFAULT '',          -- the process that has it until its lease ends
    lease_until  TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO duty (name) VALUES ('POLL');
INSERT INTO duty (name) VALUES ('RECONCILE');

CREATE TABLE refusal (
    id             VARCHAR(120)  PRIMARY KEY,               -- of the message, or of the object: what comes again is not told again
    origin         VARCHAR(400)  NOT NULL,                  -- the queue, or the object's key, fit to be shown
    error_code     VARCHAR(40)   NOT NULL,
    error_message  VARCHAR       NOT NULL,
    error_detail   VARCHAR,
    refused_at     TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX refusal_by_time ON refusal (refused_at);

ALTER TABLE video DROP CONSTRAINT video_idempotency;
ALTER TABLE video ADD CONSTRAINT video_idempotency UNIQUE (tenant, idempotency_key);
