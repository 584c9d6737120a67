WITH denied AS (
  SELECT srcaddr, dstaddr, count(*) AS denied, max(start_time) AS last_denied
  FROM flow WHERE action = 'REJECT' GROUP BY ALL HAVING count(*) >= 1)
SELECT a.srcaddr, a.dstaddr, denied, allowed, last_allowed
FROM (SELECT srcaddr, dstaddr, count(*) AS allowed, max(start_time) AS last_allowed
  FROM flow WHERE action = 'ACCEPT' GROUP BY ALL) AS a
JOIN denied AS d ON a.srcaddr = d.srcaddr AND a.dstaddr = d.dstaddr
WHERE last_allowed > last_denied
