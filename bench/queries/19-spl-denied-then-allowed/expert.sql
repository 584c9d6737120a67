SELECT *, round(denied / (allowed + denied), 3) AS share
FROM (SELECT srcaddr, count(*) AS allowed FROM flow WHERE action = 'ACCEPT' GROUP BY 1)
JOIN (SELECT srcaddr, count(*) AS denied FROM flow WHERE action = 'REJECT' GROUP BY 1 HAVING count(*) > 10)
USING (srcaddr)
