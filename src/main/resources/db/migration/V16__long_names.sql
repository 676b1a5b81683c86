-- A name has up to 255 characters, and H2 counts one beyond the basic plane as two.
ALTER TABLE video ALTER COLUMN filename SET DATA TYPE VARCHAR(510);
