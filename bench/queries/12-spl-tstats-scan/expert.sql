SELECT srcaddr, date_trunc('hour', start_time) AS hour, count(DISTINCT dstaddr) AS hosts,
  count(DISTINCT coalesce(dstport, 0)) AS ports, count(*) AS flows
FROM flow
WHERE splunk_format > 0 AND srcaddr IS NOT NULL AND dstaddr IS NOT NULL AND protocol IS NOT NULL
  AND action IN ('ACCEPT', 'REJECT')
  AND dstaddr_ipv4 BETWEEN 167772160 AND 184549375
  AND NOT coalesce(srcaddr_ipv4 BETWEEN 167772160 AND 184549375, false)
GROUP BY ALL
HAVING hosts >= 5 OR ports >= 5
ORDER BY srcaddr, hour
