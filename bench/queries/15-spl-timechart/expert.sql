SELECT epoch_us(start_time) // 600000000 AS slot, sum(bytes) FILTER (WHERE action = 'ACCEPT'),
  sum(bytes) FILTER (WHERE action = 'REJECT')
FROM flow
WHERE action IN ('ACCEPT', 'REJECT')
GROUP BY 1 ORDER BY 1
