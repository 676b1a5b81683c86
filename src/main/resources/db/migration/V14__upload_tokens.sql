-- Tokens with which a page brings videos, as a server has said beforehand.

CREATE TABLE upload_token (
    id            VARCHAR(36)  PRIMARY KEY,
    hash          VARCHAR(64)  NOT NULL,                    -- SHA-256 of the token, in hex; the token itself is nowhere
    tenant        VARCHAR(64)  NOT NULL,                    -- empty: of no tenant
    api_key       VARCHAR(36),                              -- that asked for it, and that it is revoked with; null: none
    origin        VARCHAR(300),                             -- of the pages that may use it; null: any
    terms         VARCHAR      NOT NULL,                    -- JSON: UploadTerms
    videos        INTEGER      NOT NULL,                    -- how many it may register ...
    registered    INTEGER      NOT NULL DEFAULT 0,          -- ... and how many it has
    created_at    TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at    TIMESTAMP WITH TIME ZONE NOT NULL,        -- from then on it registers nothing more
    ends_at       TIMESTAMP WITH TIME ZONE NOT NULL,        -- from then on it is not taken at all
    revoked_at    TIMESTAMP WITH TIME ZONE,
    CONSTRAINT upload_token_hash UNIQUE (hash)
);

CREATE INDEX upload_token_by_end ON upload_token (ends_at);

ALTER TABLE video ADD COLUMN upload_token VARCHAR(36);      -- that registered it; never changed
