SELECT srcaddr, list_sort(list(DISTINCT dstport))[:100] AS ports, list_sort(list(DISTINCT dstaddr))[:100] AS hosts, count(*)
FROM flow
WHERE action = 'ACCEPT' AND NOT (srcaddr_ipv4 BETWEEN 167772160 AND 184549375
  OR srcaddr_ipv4 BETWEEN 2886729728 AND 2887778303 OR srcaddr_ipv4 BETWEEN 3232235520 AND 3232301055)
GROUP BY srcaddr
HAVING len(ports) > 3
