PIVOT (
  SELECT epoch_us(start_time) // 600000000 AS slot,
    CASE action WHEN 'ACCEPT' THEN 'allowed' ELSE 'blocked' END AS action, bytes
  FROM flow
  WHERE splunk_format > 0 AND action IN ('ACCEPT', 'REJECT'))
ON action USING sum(bytes) GROUP BY slot ORDER BY slot
