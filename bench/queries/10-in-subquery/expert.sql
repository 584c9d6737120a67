SELECT dstaddr, dstport, action, count(*), count(DISTINCT srcaddr)
FROM flow
WHERE dstport IN (22, 3389)
  AND dstaddr IN (SELECT dstaddr FROM flow GROUP BY dstaddr HAVING count(*) > 100)
GROUP BY ALL
