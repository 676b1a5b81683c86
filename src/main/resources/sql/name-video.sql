-- The form of a video's name that searches compare.
UPDATE video SET name = :?name WHERE id = :?id
