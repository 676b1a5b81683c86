-- What people look for: videos by name, and why one is not ready. Only adds: older processes work on meanwhile.

-- The file's name in the form that searches compare, see text.Names; null: not known yet, the reconciler adds it.
ALTER TABLE video ADD COLUMN name VARCHAR(255);

-- Each has all columns that a search looks at, so that even one that finds nothing reads no row of the table.
CREATE INDEX video_by_search ON video (id, name, deleted_at);
CREATE INDEX video_by_status_search ON video (status, id, name, deleted_at);
CREATE INDEX video_by_tenant_search ON video (tenant, id, name, deleted_at);
CREATE INDEX video_by_tenant_status_search ON video (tenant, status, id, name, deleted_at);
CREATE INDEX video_by_name ON video (name, id, status, deleted_at);
CREATE INDEX video_by_tenant_name ON video (tenant, name, id, status, deleted_at);

-- Processes that work, and what they last said of themselves.
CREATE TABLE worker (
    name        VARCHAR(60)  PRIMARY KEY,                   -- host and process; claims begin with it
    places      VARCHAR(200) NOT NULL,                      -- pieces of work at a time, by lane: FAST=2,BULK=1
    running     INTEGER      NOT NULL,                      -- pieces that it works on
    disk_free   BIGINT       NOT NULL,                      -- bytes that its data folder has left
    disk_total  BIGINT       NOT NULL,
    seen_at     TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);
