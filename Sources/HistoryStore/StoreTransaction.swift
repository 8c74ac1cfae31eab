internal import GRDB
internal import Importing

/// What can be done with a store within one transaction.
///
/// Calls are taken in from deep within an import, which could not hand on an error: the first one is kept,
/// nothing more is done, and ``check()`` throws it.
public final class StoreTransaction {
  let db: Database
  let path: String
  private var failure: (any Error)?
  private var sources: [String: Int64] = [:]
  private var queues: [String: Int64] = [:]
  /// Calls that wait to be written, all of one source; see ``settle()``.
  var pending: [ArchivedCall] = []
  var pendingSource: String?
  /// Writes beside this thread; nobody else uses `db` before ``attempt(_:_:)`` has waited for it.
  var writer: CallWriter?

  init(_ db: Database, path: String) {
    self.db = db
    self.path = path
  }

  /// - Throws: What went wrong first.
  func check() throws {
    settle()
    if let failure { throw failure }
  }

  /// Waits for what is being written, well or not.
  func stop() { try? writer?.wait() }

  /// Does something, unless something went wrong before.
  func attempt<R>(_ standard: R, _ body: () throws -> R) -> R {
    guard failure == nil else { return standard }
    do {
      try writer?.wait()
      return try body()
    } catch {
      failure = error
      return standard
    }
  }

  /// The number of a source, made where there is none.
  func source(_ name: String) throws -> Int64 {
    if let known = sources[name] { return known }
    let id = try id(of: name, in: "source")
    sources[name] = id
    return id
  }

  func queue(_ name: String) throws -> Int64 {
    if let known = queues[name] { return known }
    let id = try id(of: name, in: "queue")
    queues[name] = id
    return id
  }

  private func id(of name: String, in table: String) throws -> Int64 {
    if let known = try knownID(of: name, in: table) { return known }
    try db.execute(sql: "INSERT INTO \(table) (name) VALUES (?)", arguments: [name])
    return db.lastInsertedRowID
  }

  /// The number of a source; nil where there is none of this name.
  func knownSource(_ name: String) throws -> Int64? { try knownID(of: name, in: "source") }

  private func knownID(of name: String, in table: String) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT id FROM \(table) WHERE name = ?", arguments: [name])
  }
}
