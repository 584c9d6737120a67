SELECT srcaddr, dstaddr, sum(bytes) AS sent, min(start_time), max(end_time)
FROM flow WHERE splunk_format > 0 AND action = 'ACCEPT'
GROUP BY srcaddr, dstaddr
ORDER BY sent DESC LIMIT 100
