-- A piece of its work has ended, with whatever result: what was spent on it belongs to the video's usage.
UPDATE video
SET processor_seconds = processor_seconds + CAST(:?processorSeconds AS DOUBLE PRECISION),
    worker_seconds = worker_seconds + CAST(:?workerSeconds AS DOUBLE PRECISION)
WHERE id = :?id AND tenant = COALESCE(CAST(:?tenant AS VARCHAR), tenant)
