-- The ledger: one row for each video, one for each piece of work. These rows are the truth; a queue's message only
-- says that there may be something to do. Runs unchanged on PostgreSQL and on H2 in its PostgreSQL mode.

CREATE TABLE video (
    id                VARCHAR(36)   PRIMARY KEY,            -- UUID version 7: sorts by time of registration
    status            VARCHAR(20)   NOT NULL,               -- AWAITING_UPLOAD QUEUED PROCESSING READY FAILED CANCELLED
    filename          VARCHAR(255)  NOT NULL,
    content_type      VARCHAR(255),
    metadata          VARCHAR,                              -- JSON object, the user's own
    profile_revision  VARCHAR(100)  NOT NULL,               -- name@revision
    profile           VARCHAR       NOT NULL,               -- JSON: the ladder as it was when the video was registered
    source_key        VARCHAR(1024) NOT NULL,
    source_etag       VARCHAR(128),                         -- the object version; null until the upload is complete
    source_size       BIGINT,                               -- bytes; as announced, then as stored
    upload_id         VARCHAR(1024),                        -- of a multipart upload under way
    part_size         BIGINT,
    registered        BOOLEAN       NOT NULL,               -- true: by the API, the key is ours; false: found in the bucket
    expires_at        TIMESTAMP WITH TIME ZONE,             -- when an upload that was not completed is given up
    idempotency_key   VARCHAR(255),
    request_digest    VARCHAR(64),
    source            VARCHAR,                              -- JSON: SourceInfo
    plan              VARCHAR,                              -- JSON: Plan
    storyboard        BOOLEAN       NOT NULL DEFAULT FALSE,
    attempts          INTEGER       NOT NULL DEFAULT 0,     -- how often processing was started by upload or retry
    error_code        VARCHAR(40),
    error_message     VARCHAR,
    error_detail      VARCHAR,
    revision          BIGINT        NOT NULL DEFAULT 0,     -- raised by every change that a user can see
    created_at        TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at        TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ready_at          TIMESTAMP WITH TIME ZONE,
    deleted_at        TIMESTAMP WITH TIME ZONE,             -- hidden at once, removed when the sweep is through
    sweep_due         BOOLEAN       NOT NULL DEFAULT FALSE, -- objects are to be removed
    CONSTRAINT video_one_per_object_version UNIQUE (source_key, source_etag),
    CONSTRAINT video_idempotency UNIQUE (idempotency_key)
);

CREATE INDEX video_by_status ON video (status, id);

CREATE TABLE task (
    id            VARCHAR(80)  PRIMARY KEY,                 -- {video}.{kind}.{ordinal}
    video_id      VARCHAR(36)  NOT NULL REFERENCES video (id) ON DELETE CASCADE,
    kind          VARCHAR(20)  NOT NULL,                    -- INSPECT ENCODE_VIDEO ENCODE_AUDIO STILLS PUBLISH
    ordinal       INTEGER      NOT NULL,                    -- chunk number, number of the sound track, else 0
    lane          VARCHAR(10)  NOT NULL,                    -- FAST BULK
    state         VARCHAR(10)  NOT NULL,                    -- WAITING QUEUED RUNNING DONE FAILED CANCELLED
    attempt       INTEGER      NOT NULL DEFAULT 0,          -- the fencing token: raised by every claim, never lowered
    failures      INTEGER      NOT NULL DEFAULT 0,          -- setbacks since the work was last asked for
    not_before    TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    rung_at       TIMESTAMP WITH TIME ZONE,                 -- when its doorbell was sent; null: still to be sent (the outbox)
    lease_until   TIMESTAMP WITH TIME ZONE,
    worker        VARCHAR(100),
    weight        DOUBLE PRECISION NOT NULL,                -- share of the video's work, any unit
    progress      DOUBLE PRECISION NOT NULL DEFAULT 0,      -- 0 to 1, never lowered
    result        VARCHAR,                                  -- JSON, by kind
    error_code    VARCHAR(40),
    error_message VARCHAR,
    error_detail  VARCHAR,
    started_at    TIMESTAMP WITH TIME ZONE,
    finished_at   TIMESTAMP WITH TIME ZONE,
    CONSTRAINT task_once UNIQUE (video_id, kind, ordinal)
);

CREATE INDEX task_by_state ON task (state, lease_until);
CREATE INDEX task_by_doorbell ON task (state, rung_at);
