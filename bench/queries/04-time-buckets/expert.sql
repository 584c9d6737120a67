SELECT epoch_us(start_time) // 300000000 AS slot, protocol, sum(bytes), count(*),
  count(*) FILTER (WHERE action = 'REJECT')
FROM (SELECT start_time, protocol, bytes, action FROM flow
  UNION ALL SELECT start_time, NULL, NULL, action FROM coverage_window)
GROUP BY 1, 2 ORDER BY 1
