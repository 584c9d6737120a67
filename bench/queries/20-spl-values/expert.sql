SELECT srcaddr, list_sort(list_distinct(list(dstport::VARCHAR))) AS ports, count(DISTINCT dstaddr) AS hosts, sum(packets)
FROM flow WHERE splunk_format > 0 AND action = 'REJECT'
GROUP BY srcaddr
HAVING len(ports) > 3
ORDER BY srcaddr
