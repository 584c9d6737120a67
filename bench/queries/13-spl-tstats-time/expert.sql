SELECT epoch_us(start_time) // 300000000 AS slot,
  CASE protocol WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 1 THEN 'icmp' WHEN 58 THEN 'ipv6-icmp' ELSE protocol::VARCHAR END AS transport,
  count(*), sum(bytes)
FROM flow
WHERE splunk_format > 0 AND srcaddr IS NOT NULL AND dstaddr IS NOT NULL AND protocol IS NOT NULL
  AND action IN ('ACCEPT', 'REJECT')
GROUP BY 1, 2 ORDER BY 1, 2
