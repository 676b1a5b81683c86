-- A worker that had lost its claim may have stored something after the sweep of a video that has ended.
UPDATE video SET sweep_due = TRUE WHERE id = :?id AND status IN ('READY', 'CANCELLED')
