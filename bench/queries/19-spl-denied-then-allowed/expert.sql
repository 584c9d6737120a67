SELECT *, round(denied / (allowed + denied), 3) AS share
FROM (SELECT srcaddr, count(*) AS allowed FROM flow WHERE splunk_format > 0 AND action = 'ACCEPT' GROUP BY 1)
JOIN (SELECT srcaddr, count(*) AS denied FROM flow WHERE splunk_format > 0 AND action = 'REJECT' GROUP BY 1 HAVING count(*) > 10)
USING (srcaddr)
ORDER BY srcaddr
