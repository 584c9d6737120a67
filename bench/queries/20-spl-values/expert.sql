SELECT srcaddr, list_sort(list_distinct(list(dstport))) AS ports, count(DISTINCT dstaddr) AS hosts, sum(packets)
FROM flow WHERE action = 'REJECT'
GROUP BY srcaddr
HAVING len(ports) > 3
