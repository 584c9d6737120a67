SELECT srcaddr, count(*), sum(bytes)
FROM flow
WHERE splunk_format > 0 AND action = 'ACCEPT' AND srcaddr IN (
  SELECT srcaddr FROM flow WHERE splunk_format > 0 AND action = 'REJECT' GROUP BY srcaddr HAVING count(*) > 50)
GROUP BY srcaddr
ORDER BY srcaddr
