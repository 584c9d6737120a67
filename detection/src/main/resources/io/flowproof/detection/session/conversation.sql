-- Conversations: each connection once, however many interfaces saw it. {session} is the relation of sessions.
WITH session_row AS MATERIALIZED (
  SELECT * FROM {session}
),
-- What a NAT gateway or a load balancer sends on under its own address repeats what came in: at the same
-- interface, to the same far end, at the same time. The far end is the one that the interface stands for.
standing AS (
  SELECT DISTINCT interface_id, protocol, own_address,
    CASE stands_for WHEN 'client' THEN client ELSE server END AS far,
    CASE stands_for WHEN 'client' THEN client_port ELSE server_port END AS far_port,
    first_seen, last_seen
  FROM session_row WHERE own_address IS NOT NULL
),
translated AS (
  SELECT o.interface_id, o.protocol, o.client, o.client_port, o.server, o.server_port, o.number
  FROM session_row AS o JOIN standing AS i
    ON o.interface_id = i.interface_id AND o.protocol = i.protocol
    AND o.client = i.own_address AND o.server = i.far AND o.server_port = i.far_port
    AND o.first_seen <= i.last_seen + INTERVAL 2 SECOND AND o.last_seen >= i.first_seen - INTERVAL 2 SECOND
  UNION ALL
  SELECT o.interface_id, o.protocol, o.client, o.client_port, o.server, o.server_port, o.number
  FROM session_row AS o JOIN standing AS i
    ON o.interface_id = i.interface_id AND o.protocol = i.protocol
    AND o.server = i.own_address AND o.client = i.far AND o.client_port = i.far_port
    AND o.first_seen <= i.last_seen + INTERVAL 2 SECOND AND o.last_seen >= i.first_seen - INTERVAL 2 SECOND
),
-- A regional NAT gateway shows the final destination on both sides; what leaves it is the repetition.
regional AS (
  SELECT * FROM session_row WHERE starts_with(interface_id, 'nat-')
),
repeated AS (
  SELECT DISTINCT * FROM translated
  UNION
  SELECT o.interface_id, o.protocol, o.client, o.client_port, o.server, o.server_port, o.number
  FROM regional AS o JOIN regional AS i
    ON o.interface_id = i.interface_id AND o.protocol = i.protocol
    AND o.server = i.server AND o.server_port = i.server_port AND o.client <> i.client
    AND o.first_seen <= i.last_seen + INTERVAL 2 SECOND AND o.last_seen >= i.first_seen - INTERVAL 2 SECOND
  WHERE o.client_leaves AND NOT i.client_leaves
),
kept AS (
  SELECT * FROM session_row ANTI JOIN repeated
    USING (interface_id, protocol, client, client_port, server, server_port, number)
),
weighed AS (
  SELECT *,
    CASE state WHEN 'data moved' THEN 5 WHEN 'established' THEN 4 WHEN 'refused' THEN 3
      WHEN 'rejected' THEN 2 ELSE 1 END AS reach
  FROM kept
),
joined AS (
  SELECT
    protocol, client, client_port, server, server_port, number, initiator_basis,
    min(first_seen) AS first_seen, max(last_seen) AS last_seen,
    -- The interface that saw most speaks; of several, the client's own.
    min({'less': -(packets_sent + packets_received), 'rejected': -(rejected_sent + rejected_received),
      'between': own_address IS NOT NULL, 'far': client_leaves IS NOT TRUE, 'id': interface_id,
      'packets_sent': packets_sent, 'bytes_sent': bytes_sent,
      'packets_received': packets_received, 'bytes_received': bytes_received}) AS best,
    max({'reach': reach, 'certain': state_certain, 'packets': packets_sent + packets_received,
      'state': state, 'reason': state_reason}) AS known,
    max(rejected_sent + rejected_received) AS packets_rejected,
    bit_or(flags_sent) AS flags_sent, bit_or(flags_received) AS flags_received,
    string_agg(interface_id, ', ' ORDER BY interface_id) AS interfaces, count(*) AS interface_count,
    string_agg(interface_id, ', ' ORDER BY interface_id) FILTER (rejected_sent + rejected_received > 0)
      AS rejected_at,
    CAST(sum(records) AS BIGINT) AS records,
    min({'time': first_seen, 'id': source_id, 'line': source_line}) AS place
  FROM weighed
  GROUP BY protocol, client, client_port, server, server_port, number, initiator_basis
)
SELECT
  protocol, client, client_port, server, server_port, initiator_basis, first_seen, last_seen,
  known.state AS state, known.certain AS state_certain, known.reason AS state_reason,
  best.packets_sent AS packets_sent, best.bytes_sent AS bytes_sent,
  best.packets_received AS packets_received, best.bytes_received AS bytes_received,
  packets_rejected, rejected_at, flags_sent, flags_received,
  best.id AS vantage, interfaces, interface_count, records,
  place.id AS source_id, place.line AS source_line
FROM joined
