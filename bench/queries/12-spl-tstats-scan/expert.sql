SELECT srcaddr, date_trunc('hour', start_time) AS hour, count(DISTINCT dstaddr) AS hosts,
  count(DISTINCT dstport) AS ports, count(*) AS flows
FROM flow
WHERE dstaddr_ipv4 BETWEEN 167772160 AND 184549375
  AND NOT coalesce(srcaddr_ipv4 BETWEEN 167772160 AND 184549375, false)
GROUP BY ALL
HAVING hosts >= 5 OR ports >= 5
