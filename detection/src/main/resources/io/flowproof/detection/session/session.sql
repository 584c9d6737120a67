-- Sessions: what one interface saw of one connection. {flow} is the relation of records, {idle} the gap in
-- seconds that ends a session. a and b are the two ends, the lower address first, so that both directions meet.
WITH observed AS (
  SELECT
    coalesce(interface_id, resource_id, '-') AS interface_id,
    protocol,
    coalesce(pkt_srcaddr, srcaddr) AS s, srcport AS sp,
    coalesce(pkt_dstaddr, dstaddr) AS d, dstport AS dp,
    -- The address of its own that the interface shows in place of an end, and that end.
    CASE WHEN pkt_srcaddr <> srcaddr THEN srcaddr WHEN pkt_dstaddr <> dstaddr THEN dstaddr END AS own,
    CASE WHEN pkt_srcaddr <> srcaddr THEN 's' WHEN pkt_dstaddr <> dstaddr THEN 'd' END AS hidden,
    coalesce(packets, 0) AS packets, coalesce(bytes, 0) AS bytes,
    tcp_flags, action IS NOT DISTINCT FROM 'REJECT' AS rejected,
    start_time, greatest(start_time, coalesce(end_time, start_time)) AS end_time,
    initiator, flow_direction, source_id, source_line
  FROM {flow}
  WHERE srcaddr IS NOT NULL AND dstaddr IS NOT NULL
),
directed AS (
  SELECT *, s < d OR (s = d AND coalesce(sp, -1) <= coalesce(dp, -1)) AS ab FROM observed
),
keyed AS (
  SELECT
    interface_id, protocol,
    CASE WHEN ab THEN s ELSE d END AS a, CASE WHEN ab THEN sp ELSE dp END AS ap,
    CASE WHEN ab THEN d ELSE s END AS b, CASE WHEN ab THEN dp ELSE sp END AS bp,
    ab, own, CASE WHEN own IS NULL THEN NULL WHEN (hidden = 's') = ab THEN 'a' ELSE 'b' END AS stands_for,
    packets, bytes, tcp_flags, rejected, start_time, end_time,
    CASE initiator WHEN 'source' THEN ab WHEN 'destination' THEN NOT ab END AS a_by_ports,
    CASE
      WHEN protocol IS DISTINCT FROM 6 THEN NULL
      WHEN tcp_flags & 18 = 2 THEN ab WHEN tcp_flags & 18 = 18 THEN NOT ab
    END AS a_by_flags,
    coalesce(tcp_flags & 2 <> 0, false) AS opening, coalesce(tcp_flags & 5 <> 0, false) AS closing,
    flow_direction, source_id, source_line
  FROM directed
),
-- A connection is one over all interfaces, so that all of them agree on where it begins and ends.
parted AS (
  SELECT *,
    CASE WHEN start_time > max(end_time) OVER before + INTERVAL {idle} SECOND
      OR (opening AND bool_or(closing) OVER before
        AND start_time > max(CASE WHEN opening THEN start_time END) OVER before + INTERVAL 60 SECOND)
      THEN 1 ELSE 0 END AS begins
  FROM keyed
  WINDOW before AS (
    PARTITION BY protocol, a, ap, b, bp ORDER BY start_time, source_id, source_line
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
numbered AS (
  SELECT *,
    sum(begins) OVER (
      PARTITION BY protocol, a, ap, b, bp ORDER BY start_time, source_id, source_line
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
  FROM parted
),
seen AS (
  SELECT
    protocol, a, ap, b, bp, number, interface_id,
    min(start_time) AS first_seen, max(end_time) AS last_seen, count(*) AS records,
    min(own) AS own, min(stands_for) AS stands_for,
    bool_or(a_by_flags) AS a_syn, bool_or(NOT a_by_flags) AS b_syn,
    bool_or(a_by_ports) AS a_port, bool_or(NOT a_by_ports) AS b_port,
    min(start_time) FILTER (ab) AS a_first, min(start_time) FILTER (NOT ab) AS b_first,
    coalesce(sum(packets) FILTER (ab AND NOT rejected), 0) AS a_packets,
    coalesce(sum(packets) FILTER (NOT ab AND NOT rejected), 0) AS b_packets,
    coalesce(sum(bytes) FILTER (ab AND NOT rejected), 0) AS a_bytes,
    coalesce(sum(bytes) FILTER (NOT ab AND NOT rejected), 0) AS b_bytes,
    coalesce(sum(packets) FILTER (ab AND rejected), 0) AS a_rejected,
    coalesce(sum(packets) FILTER (NOT ab AND rejected), 0) AS b_rejected,
    bit_or(tcp_flags) FILTER (ab AND NOT rejected) AS a_flags,
    bit_or(tcp_flags) FILTER (NOT ab AND NOT rejected) AS b_flags,
    bool_or(tcp_flags IS NOT NULL) AS has_flags,
    bool_or(flow_direction = 'egress') FILTER (ab) AS a_leaves,
    bool_or(flow_direction = 'egress') FILTER (NOT ab) AS b_leaves,
    min({'time': start_time, 'id': source_id, 'line': source_line}) AS place
  FROM numbered
  GROUP BY ALL
),
opened AS (
  SELECT *,
    bool_or(a_syn) OVER whole AS any_a_syn, bool_or(b_syn) OVER whole AS any_b_syn,
    bool_or(a_port) OVER whole AS any_a_port, bool_or(b_port) OVER whole AS any_b_port,
    min(a_first) OVER whole AS whole_a_first, min(b_first) OVER whole AS whole_b_first
  FROM seen
  WINDOW whole AS (PARTITION BY protocol, a, ap, b, bp, number)
),
ruled AS (
  SELECT *,
    CASE
      WHEN any_a_syn IS TRUE AND any_b_syn IS NOT TRUE THEN ('a', 'tcp-flags')
      WHEN any_b_syn IS TRUE AND any_a_syn IS NOT TRUE THEN ('b', 'tcp-flags')
      WHEN any_a_port IS TRUE AND any_b_port IS NOT TRUE THEN ('a', 'ports')
      WHEN any_b_port IS TRUE AND any_a_port IS NOT TRUE THEN ('b', 'ports')
      WHEN whole_b_first IS NULL OR whole_a_first < whole_b_first THEN ('a', 'first packet')
      WHEN whole_a_first IS NULL OR whole_b_first < whole_a_first THEN ('b', 'first packet')
      ELSE ('?', 'unknown')
    END AS rule
  FROM opened
),
-- Where nobody knows who opened it, the lower end stands as the client.
sided AS (
  SELECT *, rule[1] <> 'b' AS a_client, CAST(rule[2] AS VARCHAR) AS initiator_basis FROM ruled
),
faced AS (
  SELECT
    interface_id, protocol, number,
    CASE WHEN a_client THEN a ELSE b END AS client, CASE WHEN a_client THEN ap ELSE bp END AS client_port,
    CASE WHEN a_client THEN b ELSE a END AS server, CASE WHEN a_client THEN bp ELSE ap END AS server_port,
    initiator_basis, first_seen, last_seen,
    CAST(CASE WHEN a_client THEN a_packets ELSE b_packets END AS BIGINT) AS packets_sent,
    CAST(CASE WHEN a_client THEN a_bytes ELSE b_bytes END AS BIGINT) AS bytes_sent,
    CAST(CASE WHEN a_client THEN b_packets ELSE a_packets END AS BIGINT) AS packets_received,
    CAST(CASE WHEN a_client THEN b_bytes ELSE a_bytes END AS BIGINT) AS bytes_received,
    CAST(CASE WHEN a_client THEN a_rejected ELSE b_rejected END AS BIGINT) AS rejected_sent,
    CAST(CASE WHEN a_client THEN b_rejected ELSE a_rejected END AS BIGINT) AS rejected_received,
    CASE WHEN a_client THEN a_flags ELSE b_flags END AS flags_sent,
    CASE WHEN a_client THEN b_flags ELSE a_flags END AS flags_received,
    has_flags, CASE WHEN a_client THEN a_leaves ELSE b_leaves END AS client_leaves,
    own, CASE WHEN own IS NULL THEN NULL WHEN (stands_for = 'a') = a_client THEN 'client' ELSE 'server' END
      AS stands_for,
    records, place.id AS source_id, place.line AS source_line
  FROM sided
),
measured AS (
  SELECT *,
    -- More bytes than the largest headers take: a payload, for certain.
    CASE protocol WHEN 17 THEN 28 ELSE 60 END + CASE WHEN contains(client, ':') THEN 20 ELSE 0 END AS most_header,
    40 + CASE WHEN contains(client, ':') THEN 20 ELSE 0 END AS reset_size
  FROM faced
),
judged AS (
  SELECT *,
    CASE
      WHEN packets_received = 0 AND rejected_sent + rejected_received > 0 THEN 'rejected'
      WHEN packets_received = 0 THEN 'attempted'
      WHEN protocol IS DISTINCT FROM 6 THEN
        CASE WHEN protocol = 17 AND bytes_sent + bytes_received > most_header * (packets_sent + packets_received)
          THEN 'data moved' ELSE 'established' END
      WHEN has_flags AND flags_sent & 2 <> 0 AND flags_received & 4 <> 0 AND flags_received & 2 = 0
        AND bytes_received <= most_header * packets_received THEN 'refused'
      WHEN NOT has_flags AND bytes_received <= reset_size * packets_received
        AND bytes_sent <= most_header * packets_sent AND packets_received <= packets_sent THEN 'refused'
      WHEN bytes_sent > most_header * packets_sent OR bytes_received > most_header * packets_received
        THEN 'data moved'
      ELSE 'established'
    END AS state
  FROM measured
)
SELECT
  interface_id, protocol, client, client_port, server, server_port, initiator_basis,
  first_seen, last_seen, state,
  state IN ('rejected', 'attempted') OR (protocol = 6 AND has_flags) IS TRUE OR protocol = 17 AS state_certain,
  CASE
    WHEN state = 'rejected' AND rejected_sent = 0 THEN 'the answer was rejected'
    WHEN state = 'rejected' THEN 'REJECT, and nothing came back'
    WHEN state = 'attempted' THEN 'no packet came back'
    WHEN state = 'refused' AND has_flags THEN 'RST came back, no SYN-ACK'
    WHEN flags_received & 18 = 18 THEN 'SYN-ACK' || CASE state WHEN 'data moved' THEN ', more bytes than headers take' ELSE '' END
    WHEN has_flags AND protocol = 6 THEN 'packets both ways in the middle of a connection'
      || CASE state WHEN 'data moved' THEN ', more bytes than headers take' ELSE '' END
    ELSE packets_sent || ' packets and ' || bytes_sent || ' bytes out, '
      || packets_received || ' packets and ' || bytes_received || ' bytes back'
  END AS state_reason,
  packets_sent, bytes_sent, packets_received, bytes_received, rejected_sent, rejected_received,
  flags_sent, flags_received, own AS own_address, stands_for, client_leaves, records, number, source_id, source_line
FROM judged
