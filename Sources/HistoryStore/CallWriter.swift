// Goal: an import reads on while the calls that it has found are written.
//
// Method: calls go to the database in batches, each in the order of their table, which takes half of the time;
// a batch is bound and written by SQLite's own functions on a thread of its own; a task would not do, for a
// transaction does not suspend. A connection is used by one thread at a time: from `begin` to the next `wait` it is
// the writer's, and the transaction keeps to that.

internal import Dispatch
internal import GRDB
internal import GRDBSQLite
internal import Importing

/// Writes calls into their table beside the thread that finds them.
final class CallWriter: @unchecked Sendable {
  /// Nothing is written where nothing changes: a log that is read every few minutes costs no wear.
  private static let upsert = """
    INSERT INTO call VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      arrival = excluded.arrival, outcome = excluded.outcome, certainty = excluded.certainty,
      wait_s = excluded.wait_s, talk_s = excluded.talk_s, hold_s = excluded.hold_s,
      acw_s = excluded.acw_s, handle_s = excluded.handle_s
    WHERE excluded.certainty >= certainty AND (
      excluded.arrival, excluded.outcome, excluded.certainty, excluded.wait_s, excluded.talk_s,
      excluded.hold_s, excluded.acw_s, excluded.handle_s
    ) IS NOT (arrival, outcome, certainty, wait_s, talk_s, hold_s, acw_s, handle_s)
    """

  private let owner: Statement
  private let statement: OpaquePointer
  private let outcomes: [ArchivedCall.Outcome: UnsafeMutablePointer<CChar>]
  private let thread = DispatchQueue(label: "muster.calls")
  /// What went wrong; looked at while nothing is being written only.
  private var failure: DatabaseError?

  init(_ db: Database) throws {
    owner = try db.makeStatement(sql: Self.upsert)
    statement = owner.sqliteStatement
    outcomes = Dictionary(
      uniqueKeysWithValues: ArchivedCall.Outcome.allCases.map { outcome in
        let text = UnsafeMutablePointer<CChar>.allocate(capacity: outcome.rawValue.utf8.count + 1)
        for (k, byte) in outcome.rawValue.utf8CString.enumerated() { text[k] = byte }
        return (outcome, text)
      })
  }

  deinit {
    for text in outcomes.values { text.deallocate() }
  }

  /// Begins to write calls of a source, each with the number of its queue; ``wait()`` comes first. Of the same
  /// call twice the later one is written later.
  func begin(_ calls: [ArchivedCall], queues: [Int64], source: Int64) {
    thread.async { [self] in
      let order = calls.indices.sorted {
        (queues[$0], calls[$0].identity, $0) < (queues[$1], calls[$1].identity, $1)
      }
      for place in order {
        guard write(calls[place], queue: queues[place], source: source) else { return }
      }
    }
  }

  /// Waits until all of it is written.
  func wait() throws {
    thread.sync {}
    if let failure { throw failure }
  }

  private func write(_ call: ArchivedCall, queue: Int64, source: Int64) -> Bool {
    var code = sqlite3_bind_int64(statement, 1, source)
    func also(_ next: Int32) { if code == SQLITE_OK { code = next } }
    func bind(_ place: Int32, _ value: Double?) {
      also(
        value.map { sqlite3_bind_double(statement, place, $0) }
          ?? sqlite3_bind_null(statement, place))
    }
    also(sqlite3_bind_int64(statement, 2, queue))
    also(sqlite3_bind_int64(statement, 3, call.identity))
    also(sqlite3_bind_int64(statement, 4, call.arrival))
    also(sqlite3_bind_text(statement, 5, outcomes[call.outcome], -1, nil))
    also(sqlite3_bind_int64(statement, 6, Int64(call.certainty.rawValue)))
    bind(7, call.wait)
    bind(8, call.talk)
    bind(9, call.hold)
    bind(10, call.afterWork)
    bind(11, call.handle)
    if code == SQLITE_OK {
      code = sqlite3_step(statement)
      if code == SQLITE_DONE { code = sqlite3_reset(statement) }
    }
    guard code != SQLITE_OK else { return true }
    failure = DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: sqlite3_errmsg(sqlite3_db_handle(statement)).map { String(cString: $0) })
    sqlite3_reset(statement)
    return false
  }
}
