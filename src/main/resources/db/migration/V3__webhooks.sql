-- Webhooks: the outbox of news, one row for each piece of news and address. It is written in the transaction that makes
-- the news, so that none is lost; what was sent is told apart from what is to be sent by its state alone.

ALTER TABLE video ADD COLUMN webhook VARCHAR;               -- JSON: the address that the video's own registration named

CREATE TABLE delivery (
    id           VARCHAR(40)   PRIMARY KEY,                 -- msg_…: by it a receiver knows a repetition
    video_id     VARCHAR(36)   NOT NULL,                    -- no reference: the news of a deletion outlives the video
    sequence     BIGINT        NOT NULL,                    -- the video's revision: the order of its news
    type         VARCHAR(40)   NOT NULL,                    -- video.ready …
    url          VARCHAR(2048) NOT NULL,
    payload      VARCHAR       NOT NULL,                    -- JSON, the same for every attempt
    state        VARCHAR(10)   NOT NULL,                    -- QUEUED SENDING DELIVERED FAILED
    attempt      INTEGER       NOT NULL DEFAULT 0,          -- the fencing token: raised by every claim
    failures     INTEGER       NOT NULL DEFAULT 0,          -- since it was last asked for: its place in the schedule
    due_at       TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    lease_until  TIMESTAMP WITH TIME ZONE,
    status_code  INTEGER       NOT NULL DEFAULT 0,          -- the receiver's last answer; 0: none came
    error        VARCHAR,                                   -- why the last attempt was not taken
    created_at   TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    delivered_at TIMESTAMP WITH TIME ZONE
);

CREATE INDEX delivery_by_state ON delivery (state, due_at);
CREATE INDEX delivery_by_video ON delivery (video_id, sequence);

CREATE TABLE gone_receiver (
    url   VARCHAR(2048) PRIMARY KEY,                        -- answered 410: it wants no more news
    since TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);
