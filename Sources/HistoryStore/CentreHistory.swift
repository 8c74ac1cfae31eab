public import CivilTime
internal import Diagnostics
internal import Files
internal import Glibc
public import Importing
internal import Tables

/// The history of a centre: `history.csv`, which planning reads, and the store beside it.
public struct CentreHistory: Sendable {
  /// The centre folder.
  public let folder: String
  /// The path of the history file.
  public let file: String
  /// The clocks of times without an offset in it.
  public let zone: Zone

  public init(folder: String, file: String, zone: Zone) {
    self.folder = folder
    self.file = file
    self.zone = zone
  }

  /// What an import did to the intervals of a history.
  public struct Change: Hashable, Sendable {
    public var added = 0
    public var replaced = 0
    public var removed = 0
    /// Rows of the import that said nothing new.
    public var kept = 0
  }

  /// Imports files, or what `options` names in their place, in one step: a row that is there already is
  /// replaced, a whole interval never by a part of it; a single contact counts once however often it comes.
  ///
  /// `judge` sees what was read before anything is kept, and refuses it by throwing.
  ///
  /// - Throws: A ``Problem``, after which store and history are as they were.
  public func take(
    _ files: [String], _ options: ImportOptions, judge: (ImportResult) throws -> Void = { _ in }
  ) throws -> Change {
    let lock = try FileLock("\(file).lock", waitingSeconds: 10)
    defer { lock.release() }
    let store = try HistoryStore(folder: folder)
    let fresh = "\(file).new-\(ownerName)"
    try clearLeftovers()
    defer { unlink(fresh) }
    let change = try store.write { store in
      let (old, hash) = try history(store)
      let result = try importHistory(files, options, archive: store)
      try store.check()
      try judge(result)
      let (bytes, change) = try merge(result, into: old, store)
      try writeFile(fresh, bytes)
      try store.setHistoryFile(before: hash, after: SHA256.hex(bytes))
      return change
    }
    // The store has it all now: should this fail, the next import ends it.
    try renameItem(fresh, to: file)
    return change
  }

  /// Removes files that imports which died before they could rename them left behind.
  private func clearLeftovers() throws(Problem) {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let place = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "./"
    for name in try namesInFolder(place) where name.hasPrefix("\(parts.last ?? "").new-") {
      if isOver(ownerOf: name) { unlink(place + name) }
    }
  }

  /// The history as it stands: that of the file, unless the last import could not put it in its place.
  public func text() throws -> [UInt8] {
    let bytes = try readFileIfAny(file)
    let store = try HistoryStore(folder: folder)
    let stored = try store.read { store -> [UInt8]? in
      guard let last = try store.historyFile() else { return nil }
      let hash = bytes.map { SHA256.hex($0) } ?? ""
      return last.after == hash || last.before == hash ? try store.historyText() : nil
    }
    if let text = stored ?? bytes { return text }
    throw Problem(
      at: Place(file: file), "is not there: nothing was imported",
      maybe: "muster import FILE --into \(folder) makes it")
  }

  private func merge(
    _ result: ImportResult, into old: [UInt8]?, _ store: StoreTransaction
  ) throws -> (bytes: [UInt8], change: Change) {
    var bytes = old
    var change = Change()
    for delta in result.changes ?? [HistoryDelta(history: result.history)] {
      let merged = try mergeHistories(
        try bytes.map { (bytes) throws(Problem) in try CSVTable(file: file, bytes: bytes) },
        with: try CSVTable(file: "import", bytes: delta.history), removed: delta.removed,
        zone: zone)
      try store.changeHistory(merged.header, merged.changes, removed: merged.removals)
      bytes = merged.bytes
      change.added += merged.added
      change.replaced += merged.replaced
      change.removed += merged.removed
      change.kept += merged.kept
    }
    return (bytes ?? [], change)
  }

  /// The history file as it stands, and its hash, empty where there is none.
  ///
  /// The store takes over what was edited in it. A file that the last import could not put in its place is
  /// that of the store, as is one that is gone.
  private func history(_ store: StoreTransaction) throws -> (bytes: [UInt8]?, hash: String) {
    let bytes = try readFileIfAny(file)
    let hash = bytes.map { SHA256.hex($0) } ?? ""
    if let last = try store.historyFile() {
      if last.after == hash { return (bytes, hash) }
      if last.before == hash { return (try store.historyText(), hash) }
    }
    guard let bytes else { return (try store.historyText(), hash) }
    let table = try CSVTable(file: file, bytes: bytes)
    try store.replaceHistory(table.header, try historyRows(table, zone: zone))
    return (bytes, hash)
  }
}
