// Goals: 1. an import counts whole or not at all, whatever happens to it; 2. the same contacts give the same
// history, however often and in what pieces they are imported; 3. history.csv stays what planning reads,
// and may be edited.
//
// Method: SQLite with its rollback journal, which unlike a write-ahead log also works on network drives;
// one transaction an import. history.csv is written from the store before the transaction ends and renamed
// into place after it. The store knows the file's hash before and after: a crash between the two is mended
// by the next import; any other hash is an edit, which the store takes over.

public import Diagnostics
internal import Files
internal import GRDB

/// The database of a centre's history.
public struct HistoryStore: Sendable {
  /// Beside `centre.toml`.
  public static let name = "history.sqlite"

  public let path: String
  private let queue: DatabaseQueue

  /// Opens the store of a centre folder, makes it where there is none, and brings it up to date.
  ///
  /// - Throws: A ``Problem`` when the file is no such database, is damaged, or was made by a later version.
  public init(folder: String) throws(Problem) {
    path = "\(folder)/\(Self.name)"
    var configuration = GRDB.Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "history"
    // Every number that refers to a row was read or made in the same transaction.
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      // All is on the disk when a transaction has ended.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "PRAGMA cache_size = -49152")
    }
    let migrator = StoreSchema.migrator
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      if try queue.read({ db in try migrator.hasBeenSuperseded(db) }) {
        throw Problem(
          .missingConfiguration, at: Place(file: path), "was made by a later version of muster",
          maybe: "that version reads it; history.csv beside it can be read by this one")
      }
      try migrator.migrate(queue)
    } catch {
      throw storeProblem(error, path)
    }
  }

  /// Whether a centre folder has a store.
  public static func exists(in folder: String) throws(Problem) -> Bool {
    try stands(at: "\(folder)/\(name)")
  }

  /// Runs `body` as one transaction: all of it is kept, or nothing when it throws.
  public func write<R>(_ body: (StoreTransaction) throws -> R) throws(Problem) -> R {
    do { return try queue.write { try run($0, body) } } catch { throw storeProblem(error, path) }
  }

  /// Runs `body` on what is there, changing nothing.
  public func read<R>(_ body: (StoreTransaction) throws -> R) throws(Problem) -> R {
    do { return try queue.read { try run($0, body) } } catch { throw storeProblem(error, path) }
  }

  private func run<R>(_ db: Database, _ body: (StoreTransaction) throws -> R) throws -> R {
    let transaction = StoreTransaction(db, path: path)
    // Whatever ends the transaction, nobody else uses the database by then.
    defer { transaction.stop() }
    let result = try body(transaction)
    try transaction.check()
    return result
  }
}

/// Whether the database is whole when it is read anew: a disk that fails while SQLite reads makes it believe in
/// damage.
private func isSound(_ path: String) -> Bool {
  var configuration = GRDB.Configuration()
  configuration.readonly = true
  guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else {
    return false
  }
  return (try? queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }) == "ok"
}

/// An error as a problem with the store, unless it is one already.
func storeProblem(_ error: any Error, _ path: String) -> Problem {
  if let problem = error as? Problem { return problem }
  guard let error = error as? DatabaseError else {
    return Problem(.failed, at: Place(file: path), "cannot be used", value: "\(error)")
  }
  let text = error.message ?? "\(error.resultCode)"
  switch error.resultCode {
  case .SQLITE_NOTADB where isSound(path), .SQLITE_CORRUPT where isSound(path):
    return Problem(
      .failed, at: Place(file: path), "was read wrongly, and is as it was", value: text,
      maybe: "the disk failed for a moment: try again")
  case .SQLITE_NOTADB, .SQLITE_CORRUPT:
    return Problem(
      .invalidInput, at: Place(file: path), "is no database, or a damaged one", value: text,
      maybe:
        "moved away it is made anew from history.csv; single calls come back when their files are imported"
    )
  case .SQLITE_FULL:
    return Problem(
      .failed, at: Place(file: path), "cannot be written, and is as it was", value: text,
      maybe: "make room on the disk and import again")
  case .SQLITE_BUSY, .SQLITE_LOCKED:
    return Problem(
      .locked, at: Place(file: path), "is in use by another program", value: text,
      maybe: "close what has it open")
  default:
    return Problem(.failed, at: Place(file: path), "cannot be used", value: text)
  }
}
