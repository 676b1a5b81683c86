-- Who may call, and the walls between tenants.

CREATE TABLE api_key (
    id            VARCHAR(36)  PRIMARY KEY,
    name          VARCHAR(100) NOT NULL,                    -- for people
    tenant        VARCHAR(64)  NOT NULL,                    -- empty: of no tenant
    scopes        VARCHAR(100) NOT NULL,                    -- words with blanks between them
    hash          VARCHAR(64)  NOT NULL,                    -- SHA-256 of the key, in hex; the key itself is nowhere
    created_at    TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at    TIMESTAMP WITH TIME ZONE,
    last_used_at  TIMESTAMP WITH TIME ZONE,                 -- within a minute
    revoked_at    TIMESTAMP WITH TIME ZONE,
    CONSTRAINT api_key_hash UNIQUE (hash)
);

-- One page of a tenant's videos.
CREATE INDEX video_by_tenant ON video (tenant, id);

-- The log of deliveries outlives the video, and so must the wall. A '?' is no tenant's name: those whose video is gone already
-- are seen by operators alone.
ALTER TABLE delivery ADD COLUMN tenant VARCHAR(64) DEFAULT '?' NOT NULL;
UPDATE delivery SET tenant = (SELECT v.tenant FROM video v WHERE v.id = delivery.video_id)
WHERE EXISTS (SELECT 1 FROM video v WHERE v.id = delivery.video_id);
