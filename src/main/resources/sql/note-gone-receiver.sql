-- The receiver answered 410: it wants no more news (Standard Webhooks 1.0.0).
INSERT INTO gone_receiver (url) VALUES (:?url) ON CONFLICT DO NOTHING
