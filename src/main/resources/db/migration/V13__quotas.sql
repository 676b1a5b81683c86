-- What tenants may use. It only adds: processes from before go on, and count nothing.

CREATE TABLE quota (
    tenant       VARCHAR(64) PRIMARY KEY,                   -- empty: of no tenant; '*': all together. Whoever counts and adds, locks it
    uploads      INTEGER DEFAULT 0 NOT NULL,                -- begun on that day, those that are deleted since among them
    uploads_day  BIGINT  DEFAULT 0 NOT NULL                 -- UTC, since 1970
);
INSERT INTO quota (tenant) VALUES ('*');

CREATE TABLE request_rate (
    bucket  VARCHAR(100) PRIMARY KEY,                       -- tenant@limit
    state   VARCHAR      NOT NULL                           -- Bucket4j's, in base64
);

ALTER TABLE video ADD COLUMN duration DOUBLE PRECISION;     -- seconds; null before the plan

UPDATE video SET duration = CAST(SUBSTRING(source FROM POSITION('"duration":' IN source) + 11
                                           FOR POSITION(',"video":' IN source) - POSITION('"duration":' IN source) - 11)
                                 AS DOUBLE PRECISION)
WHERE plan IS NOT NULL AND POSITION('"duration":' IN source) > 0
  AND POSITION(',"video":' IN source) > POSITION('"duration":' IN source) + 11;

-- All that is counted of a tenant's videos is read in this index alone.
CREATE INDEX video_by_usage ON video (tenant, deleted_at, status, source_size, duration, source_etag);
