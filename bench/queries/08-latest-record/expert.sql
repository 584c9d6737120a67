SELECT srcaddr, max(start_time), arg_max({'d': dstaddr, 'a': action, 'b': bytes}, (start_time, source_id, source_line))
FROM flow WHERE dstport = 22 GROUP BY srcaddr
