-- Removes the row of a deleted video, after its objects.
DELETE FROM video WHERE id = :?id AND deleted_at IS NOT NULL
