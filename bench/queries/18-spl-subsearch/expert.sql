SELECT srcaddr, count(*), sum(bytes)
FROM flow
WHERE action = 'ACCEPT' AND srcaddr IN (
  SELECT srcaddr FROM flow WHERE action = 'REJECT' GROUP BY srcaddr HAVING count(*) > 50)
GROUP BY srcaddr
