-- What packs/vpc-flow/exfiltration/bulk-exfiltration asks, as an expert writes it for DuckDB; the
-- country of the few results is left out.
SELECT srcaddr, dstaddr, sum(bytes) AS sent_bytes, count(*) AS flows,
  list(DISTINCT dstport) AS dst_ports, min(start) AS first_seen, max(start) AS last_seen
FROM {logs}
WHERE log_status = 'OK' AND action = 'ACCEPT'
  AND regexp_matches(srcaddr, '^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)')
  AND NOT regexp_matches(dstaddr, '^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)')
  AND ((dstport < 1024 AND srcport >= 1024) OR (dstport < 32768 AND srcport >= 32768))
GROUP BY srcaddr, dstaddr
HAVING sum(bytes) >= 500000000
