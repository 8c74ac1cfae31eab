internal import GRDB

/// The tables of a centre's store, version by version. A version that was ever released is never changed;
/// a new one is added behind it, and brings older stores up to date when they are opened.
enum StoreSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: calls, logs, intervals") { db in
      try db.execute(sql: first)
    }
    return migrator
  }

  // SQLite builds the list of an IN anew for every row, which takes longer than the row: BETWEEN does not.
  private static let first = """
    -- The formats from which single contacts came, and the queues in which they were.
    CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE queue (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

    -- Single contacts. Of whatever named a call only a hash is kept.
    CREATE TABLE call (
      source INTEGER NOT NULL REFERENCES source (id),
      queue INTEGER NOT NULL REFERENCES queue (id),
      identity INTEGER NOT NULL,
      arrival INTEGER NOT NULL, -- seconds since 1970
      outcome TEXT NOT NULL CHECK (
        outcome = 'answered' OR outcome = 'abandoned' OR outcome = 'timed_out' OR outcome = 'unknown'
      ),
      certainty INTEGER NOT NULL CHECK (certainty BETWEEN 0 AND 2),
      wait_s REAL, talk_s REAL, hold_s REAL, acw_s REAL, handle_s REAL,
      PRIMARY KEY (source, queue, identity)
    ) STRICT, WITHOUT ROWID;

    -- From when to when logs go, the dates on which they say anything, and the lines that began what had
    -- not ended when the latest of them did.
    CREATE TABLE log (
      source INTEGER NOT NULL REFERENCES source (id),
      first INTEGER NOT NULL, last INTEGER NOT NULL,
      begins_within INTEGER NOT NULL CHECK (begins_within BETWEEN 0 AND 1),
      PRIMARY KEY (source, first)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE day (
      source INTEGER NOT NULL REFERENCES source (id),
      day INTEGER NOT NULL, -- since 1970-01-01
      PRIMARY KEY (source, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE open_line (
      source INTEGER NOT NULL REFERENCES source (id),
      position INTEGER NOT NULL,
      time INTEGER NOT NULL, kind INTEGER NOT NULL, call INTEGER NOT NULL, agent INTEGER NOT NULL,
      line INTEGER NOT NULL, queue TEXT NOT NULL, hold INTEGER NOT NULL, talk INTEGER NOT NULL,
      PRIMARY KEY (source, position)
    ) STRICT, WITHOUT ROWID;

    -- The history by interval, as history.csv has it: its columns by position, each a field of `interval`.
    CREATE TABLE history_column (
      position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
      field TEXT NOT NULL UNIQUE COLLATE NOCASE
    ) STRICT;
    CREATE TABLE interval (
      instant INTEGER NOT NULL, -- its start, seconds since 1970
      queue_name TEXT NOT NULL,
      PRIMARY KEY (instant, queue_name)
    ) STRICT, WITHOUT ROWID;

    -- The SHA-256 of history.csv before and after the last import.
    CREATE TABLE history_file (
      id INTEGER PRIMARY KEY CHECK (id = 1), before TEXT NOT NULL, after TEXT NOT NULL
    ) STRICT;
    """
}
