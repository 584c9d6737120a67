SELECT epoch_us(start_time) // 300000000 AS slot,
  CASE protocol WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 1 THEN 'icmp' WHEN 58 THEN 'ipv6-icmp' ELSE protocol::VARCHAR END AS transport,
  count(*), sum(bytes)
FROM flow
GROUP BY 1, 2 ORDER BY 1, 2
