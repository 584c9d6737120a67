SELECT srcaddr, arg_max(dstaddr, start_time), arg_max(dstport, start_time), arg_max(bytes, start_time), max(start_time)
FROM flow WHERE splunk_format > 0 AND action = 'ACCEPT'
GROUP BY srcaddr
ORDER BY srcaddr
