SELECT dstaddr, count(*) AS flows, sum(bytes) AS bytes
FROM flow
WHERE start_time >= TIMESTAMP '2024-05-14 01:00:00' AND action = 'ACCEPT'
  AND NOT EXISTS (FROM flow AS b WHERE b.start_time < TIMESTAMP '2024-05-14 01:00:00' AND b.dstaddr = flow.dstaddr)
GROUP BY dstaddr
