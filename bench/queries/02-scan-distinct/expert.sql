SELECT srcaddr, date_trunc('hour', start_time) AS hour, count(DISTINCT dstaddr) AS hosts,
  count(DISTINCT dstport) AS ports, count(*) AS flows
FROM flow
WHERE (dstaddr_ipv4 BETWEEN 167772160 AND 184549375 OR dstaddr_ipv4 BETWEEN 2886729728 AND 2887778303
    OR dstaddr_ipv4 BETWEEN 3232235520 AND 3232301055)
  AND NOT (srcaddr_ipv4 BETWEEN 167772160 AND 184549375 OR srcaddr_ipv4 BETWEEN 2886729728 AND 2887778303
    OR srcaddr_ipv4 BETWEEN 3232235520 AND 3232301055)
GROUP BY ALL
HAVING hosts >= 5 OR ports >= 5
