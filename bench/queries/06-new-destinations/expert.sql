SELECT *
FROM (SELECT dstaddr, count(*) AS flows, sum(bytes) AS bytes
  FROM flow WHERE start_time >= TIMESTAMP '2024-05-14 01:00:00' AND action = 'ACCEPT' GROUP BY dstaddr)
ANTI JOIN (SELECT DISTINCT dstaddr FROM flow WHERE start_time < TIMESTAMP '2024-05-14 01:00:00') USING (dstaddr)
