WITH sums AS (
  SELECT srcaddr, epoch_us(start_time) // 300000000 AS slot, sum(bytes)::DOUBLE AS sent
  FROM flow WHERE splunk_format > 0 AND action = 'ACCEPT' GROUP BY 1, 2)
SELECT *, avg(sent) OVER source AS mean, coalesce(stddev_samp(sent) OVER source, 0) AS deviation
FROM sums
WINDOW source AS (PARTITION BY srcaddr)
QUALIFY sent > mean + 2 * deviation
ORDER BY slot, srcaddr
