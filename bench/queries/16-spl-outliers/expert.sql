WITH sums AS (
  SELECT srcaddr, epoch_us(start_time) // 300000000 AS slot, sum(bytes)::DOUBLE AS sent
  FROM flow WHERE action = 'ACCEPT' GROUP BY 1, 2)
SELECT * FROM sums
QUALIFY sent > avg(sent) OVER (PARTITION BY srcaddr) + 2 * coalesce(stddev_samp(sent) OVER (PARTITION BY srcaddr), 0)
