-- News waits for its receiver in a line, and each look finds the first of each line by an index: see waiting-lines.sql and first-in-line.sql.

ALTER TABLE delivery ADD COLUMN line VARCHAR(420) DEFAULT '' NOT NULL;  -- receiver and tenant; empty: not due yet, or of an older version

-- What waits for earlier news waits as long as that does: see delay-followers.sql.
UPDATE delivery SET due_at = (SELECT MAX(e.due_at) FROM delivery e
                              WHERE e.video_id = delivery.video_id AND e.url = delivery.url AND e.state = 'QUEUED')
WHERE state = 'QUEUED'
  AND EXISTS (SELECT 1 FROM delivery e
              WHERE e.video_id = delivery.video_id AND e.url = delivery.url AND e.state = 'QUEUED'
                AND e.sequence < delivery.sequence AND e.due_at > delivery.due_at);

DROP INDEX delivery_by_state;
CREATE INDEX delivery_by_line ON delivery (state, line, due_at);
