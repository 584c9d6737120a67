-- What packs/vpc-flow/reconnaissance/external-scan asks, as an expert writes it for DuckDB.
SELECT srcaddr, count(DISTINCT dstaddr) AS hosts, count(DISTINCT dstport) AS ports, count(*) AS flows,
  count(*) FILTER (WHERE action = 'REJECT') AS rejected,
  min(start) AS first_seen, max(start) AS last_seen
FROM {logs}
WHERE log_status = 'OK' AND protocol IN (6, 17)
  AND regexp_matches(dstaddr, '^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)')
  AND NOT regexp_matches(srcaddr, '^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)')
  AND NOT regexp_matches(srcaddr, '^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.')
  AND ((dstport < 1024 AND srcport >= 1024) OR (dstport < 32768 AND srcport >= 32768))
GROUP BY srcaddr
HAVING count(DISTINCT dstaddr) >= 25 OR count(DISTINCT dstport) >= 25
