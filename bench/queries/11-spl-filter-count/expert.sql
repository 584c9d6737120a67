SELECT srcaddr, count(*) AS attempts, count(DISTINCT dstport) AS ports
FROM flow
WHERE splunk_format > 0 AND action = 'REJECT' AND dstport IN (22, 3389, 5432)
GROUP BY srcaddr
HAVING count(*) > 20
ORDER BY srcaddr
