-- The addresses that are being called, by all processes, each as often as it is.
SELECT s.url FROM delivery s WHERE s.state = 'SENDING' AND s.lease_until >= CURRENT_TIMESTAMP
