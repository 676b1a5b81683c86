-- Processes of before V9, which go on while others are updated, add tasks without a share: adopt-tasks.sql gives them one.
ALTER TABLE task ALTER COLUMN share DROP NOT NULL;
