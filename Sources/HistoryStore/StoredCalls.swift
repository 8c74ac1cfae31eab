internal import GRDB
package import Importing

extension StoreTransaction: CallArchive {
  package var sourceNames: [String] {
    attempt([]) { try String.fetchAll(db, sql: "SELECT name FROM source ORDER BY name") }
  }

  package func callCount(of source: String) -> Int {
    settle()
    return attempt(0) {
      guard let id = try knownSource(source) else { return 0 }
      return try Int.fetchOne(
        db, sql: "SELECT count(*) FROM call WHERE source = ?", arguments: [id]) ?? 0
    }
  }

  package func forEachCall(of source: String, _ body: (ArchivedCall) -> Void) {
    settle()
    attempt(()) {
      guard let id = try knownSource(source) else { return }
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT queue, identity, arrival, outcome, certainty, wait_s, talk_s, hold_s, acw_s, handle_s
          FROM call WHERE source = ? ORDER BY queue, identity
          """, arguments: [id])
      var queue: (id: Int64, name: String)?
      while let row = try rows.next() {
        let number: Int64 = row[0]
        if queue?.id != number {
          let name = try String.fetchOne(
            db, sql: "SELECT name FROM queue WHERE id = ?", arguments: [number])
          queue = (number, name ?? "")
        }
        body(
          ArchivedCall(
            queue: queue?.name ?? "", identity: row[1], arrival: row[2],
            outcome: ArchivedCall.Outcome(rawValue: row[3]) ?? .unknown,
            certainty: ArchivedCall.Certainty(rawValue: row[4]) ?? .open,
            wait: row[5], talk: row[6], hold: row[7], afterWork: row[8], handle: row[9]))
      }
    }
  }

  package func take(_ call: ArchivedCall, of source: String) {
    if source != pendingSource || pending.count == Self.mostPending { writePending() }
    pendingSource = source
    pending.append(call)
  }

  /// Calls are written so many at a time: about 40 MB of them, and as much that is being written.
  private static let mostPending = 250_000

  /// Begins to write the calls that wait.
  private func writePending() {
    guard let name = pendingSource, !pending.isEmpty else { return }
    attempt(()) {
      let id = try source(name)
      let queues = try pending.map { try queue($0.queue) }
      let writer = try writer ?? CallWriter(db)
      self.writer = writer
      writer.begin(pending, queues: queues, source: id)
    }
    pending = []
  }

  /// Writes the calls that wait, and waits until they are written.
  func settle() {
    writePending()
    attempt(()) {}
  }

  package func days(of source: String) -> Set<Int> {
    attempt([]) {
      guard let id = try knownSource(source) else { return [] }
      return try Int.fetchSet(db, sql: "SELECT day FROM day WHERE source = ?", arguments: [id])
    }
  }

  package func take(days: Set<Int>, of source: String) {
    attempt(()) {
      let id = try self.source(source)
      for day in days.sorted() {
        try db.execute(sql: "INSERT OR IGNORE INTO day VALUES (?, ?)", arguments: [id, day])
      }
    }
  }

  package func spans(of source: String) -> [ArchivedSpan] {
    attempt([]) {
      guard let id = try knownSource(source) else { return [] }
      let rows = try Row.fetchAll(
        db, sql: "SELECT first, last, begins_within FROM log WHERE source = ? ORDER BY first",
        arguments: [id])
      return rows.map { ArchivedSpan(first: $0[0], last: $0[1], beginsWithin: $0[2]) }
    }
  }

  package func replaceSpans(of source: String, with spans: [ArchivedSpan]) {
    attempt(()) {
      let id = try self.source(source)
      try db.execute(sql: "DELETE FROM log WHERE source = ?", arguments: [id])
      for span in spans {
        try db.execute(
          sql: "INSERT INTO log VALUES (?, ?, ?, ?)",
          arguments: [id, span.first, span.last, span.beginsWithin])
      }
    }
  }

  package func openLines(of source: String) -> [ArchivedLine] {
    attempt([]) {
      guard let id = try knownSource(source) else { return [] }
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT time, kind, call, agent, line, queue, hold, talk FROM open_line WHERE source = ?
          ORDER BY position
          """, arguments: [id])
      return rows.map {
        ArchivedLine(
          time: $0[0], kind: $0[1], call: $0[2], agent: $0[3], line: $0[4], queue: $0[5],
          hold: $0[6], talk: $0[7])
      }
    }
  }

  package func replaceOpenLines(of source: String, with lines: [ArchivedLine]) {
    attempt(()) {
      let id = try self.source(source)
      try db.execute(sql: "DELETE FROM open_line WHERE source = ?", arguments: [id])
      for (position, line) in lines.enumerated() {
        try db.execute(
          sql: "INSERT INTO open_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            id, position, line.time, line.kind, line.call, line.agent, line.line, line.queue,
            line.hold, line.talk,
          ])
      }
    }
  }
}
