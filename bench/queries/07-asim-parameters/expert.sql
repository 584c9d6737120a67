SELECT srcaddr, action, count(*), sum(bytes)
FROM flow
WHERE log_status = 'OK' AND srcaddr LIKE '10.%' AND action = 'ACCEPT' AND dstport = 443 AND protocol = 6
GROUP BY srcaddr, action
