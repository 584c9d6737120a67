package io.flowproof.lake.ledger;

import java.util.List;

/** The tables of the ledger. */
final class LedgerSchema {
  static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
          """
          CREATE TABLE IF NOT EXISTS batch (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            operation TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'written', 'done')),
            planned_at TEXT NOT NULL)
          """,
          """
          CREATE TABLE IF NOT EXISTS object (
            source_id INTEGER PRIMARY KEY,
            uri TEXT NOT NULL UNIQUE,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            batch TEXT NOT NULL REFERENCES batch (id))
          """,
          "CREATE INDEX IF NOT EXISTS object_sha256 ON object (sha256)",
          "CREATE INDEX IF NOT EXISTS object_batch ON object (batch)",
          """
          CREATE TABLE IF NOT EXISTS file (
            path TEXT PRIMARY KEY,
            batch TEXT NOT NULL REFERENCES batch (id),
            table_name TEXT NOT NULL,
            day TEXT,
            rows INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            columns TEXT NOT NULL,
            sorted INTEGER NOT NULL,
            replaced_by TEXT REFERENCES batch (id))
          """,
          "CREATE INDEX IF NOT EXISTS file_batch ON file (batch)",
          "CREATE INDEX IF NOT EXISTS file_replaced_by ON file (replaced_by)",
          """
          CREATE TABLE IF NOT EXISTS snapshot (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            operation TEXT NOT NULL,
            batch TEXT NOT NULL,
            tables TEXT NOT NULL)
          """,
          """
          CREATE TABLE IF NOT EXISTS subscription (
            interface_id TEXT NOT NULL,
            flow_log_id TEXT NOT NULL,
            PRIMARY KEY (interface_id, flow_log_id)) WITHOUT ROWID
          """,
          """
          CREATE TABLE IF NOT EXISTS tag (
            name TEXT PRIMARY KEY,
            snapshot INTEGER NOT NULL REFERENCES snapshot (number),
            at TEXT NOT NULL,
            held_by TEXT)
          """);

  private LedgerSchema() {}
}
