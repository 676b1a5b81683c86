-- One of the video's tasks has changed something that users see.
UPDATE video SET revision = revision + 1, updated_at = CURRENT_TIMESTAMP WHERE id = :?id
