-- A worker that had lost its claim may have stored objects after, or during, the sweep of a video that has ended.
UPDATE video SET sweep_due = TRUE, revision = revision + 1 WHERE id = :?id AND status IN ('READY', 'CANCELLED')
