// Goal: the single calls of a centre as a file that people can read and another centre takes in without loss.
//
// Method: one table for all that later imports need: calls; from when to when logs go; the dates on which they
// say anything; the lines that began what had not ended.

package import CivilTime
internal import Diagnostics
internal import Tables

/// The columns of the file.
private enum CallColumn: String, CaseIterable {
  case record, source, queue, time, until, identity, outcome, certainty
  case wait = "wait_s"
  case talk = "talk_s"
  case hold = "hold_s"
  case afterWork = "acw_s"
  case handle = "handle_s"
  case agent, line
}

/// All that an archive keeps, as CSV; times by the clocks of `zone`.
package func callTable(_ archive: any CallArchive, zone: Zone) -> [UInt8] {
  var csv = CSVWriter(CallColumn.allCases.map(\.rawValue))
  func time(_ seconds: Int64) -> String { Instant(seconds: seconds).text(in: zone) }
  func text(_ value: Double?) -> String { value.map(shortest) ?? "" }
  func row(_ record: String, _ source: String, _ fields: [CallColumn: String]) {
    csv.row(
      CallColumn.allCases.map { column in
        switch column {
        case .record: record
        case .source: source
        default: fields[column] ?? ""
        }
      })
  }
  for source in archive.sourceNames {
    for span in archive.spans(of: source) {
      row(
        "log", source,
        [
          .time: time(span.first), .until: time(span.last),
          .outcome: span.beginsWithin ? "within" : "restart",
        ])
    }
    for day in archive.days(of: source).sorted() {
      row("day", source, [.time: "\(CivilDate(dayNumber: day))"])
    }
    for line in archive.openLines(of: source) {
      row(
        "line", source,
        [
          .queue: line.queue, .time: time(line.time), .outcome: "\(line.kind)",
          .identity: "\(line.call)", .agent: "\(line.agent)", .line: "\(line.line)",
          .hold: "\(line.hold)", .talk: "\(line.talk)",
        ])
    }
    archive.forEachCall(of: source) { call in
      row(
        "call", source,
        [
          .queue: call.queue, .time: time(call.arrival), .identity: "\(call.identity)",
          .outcome: call.outcome.rawValue, .certainty: "\(call.certainty.rawValue)",
          .wait: text(call.wait), .talk: text(call.talk), .hold: text(call.hold),
          .afterWork: text(call.afterWork), .handle: text(call.handle),
        ])
    }
  }
  return csv.bytes
}

extension ImportFormat {
  /// The calls of another centre, as `muster export calls` writes them.
  static let callTable = ImportFormat(
    name: "muster-calls", title: "calls of a centre", keyedBy: .arrival, absent: .zero,
    recognise: { sample in
      sample.lines.first?.hasPrefix("record,source,queue,time,until,identity,") == true
        ? "its header is that of muster export calls" : nil
    },
    read: { (session, inputs) throws(Problem) in
      session.begin(interval: session.options.intervalSeconds ?? 1800)
      for input in inputs {
        let reader = try ByteReader(input)
        try readCalls(try CSVTable(file: reader.name, bytes: try reader.all()), session)
      }
    })
}

private func readCalls(_ table: CSVTable, _ session: ImportSession) throws(Problem) {
  var positions: [CallColumn: Int] = [:]
  for column in CallColumn.allCases {
    let position: Int = try table.require(column.rawValue)
    positions[column] = position
  }
  func at(_ column: CallColumn) -> Int { positions[column] ?? 0 }
  // The file says the dates of each source itself.
  session.recordsDays = false
  var lines: [String: [ArchivedLine]] = [:]
  var days: [String: Set<Int>] = [:]
  var spans: [(source: String, span: ArchivedSpan)] = []
  try table.forEachRow { (row) throws(Problem) in
    session.lines += 1
    let source = row.text(at(.source))
    switch row.text(at(.record)) {
    case "call":
      let call = try archivedCall(row, at)
      session.keep(call, of: source)
      var contact = Contact(call)
      contact.queue = session.builder.queue(call.queue)
      session.add(contact)
    case "log":
      spans.append(
        (
          source,
          ArchivedSpan(
            first: try instant(row, at(.time)), last: try instant(row, at(.until)),
            beginsWithin: row.text(at(.outcome)) == "within")
        ))
    case "day":
      guard let date = CivilDate(row.text(at(.time))) else {
        throw row.problem(at(.time), "is not a date")
      }
      session.builder.saw(day: date.dayNumber)
      days[source, default: []].insert(date.dayNumber)
    case "line":
      lines[source, default: []].append(
        ArchivedLine(
          time: try instant(row, at(.time)), kind: try row.integer(at(.outcome), in: 0...255),
          call: try hash(row, at(.identity)), agent: try hash(row, at(.agent)),
          line: try hash(row, at(.line)), queue: row.text(at(.queue)),
          hold: try row.integer(at(.hold), in: -1...100_000_000),
          talk: try row.integer(at(.talk), in: -1...100_000_000)))
    default:
      throw row.problem(
        at(.record), "is not known",
        maybe: "it is call, log, day or line; or a newer version wrote it")
    }
  }
  for (source, dates) in days.sorted(by: { $0.key < $1.key }) {
    session.archive?.take(days: dates, of: source)
  }
  for (source, span) in spans {
    session.archive?.take(span, open: lines[source] ?? [], of: source)
  }
}

private func archivedCall(
  _ row: borrowing CSVRow, _ at: (CallColumn) -> Int
) throws(Problem) -> ArchivedCall {
  guard let outcome = ArchivedCall.Outcome(rawValue: row.text(at(.outcome))) else {
    throw row.problem(
      at(.outcome), "is not known",
      maybe: ArchivedCall.Outcome.allCases.map(\.rawValue).joined(separator: ", ") + " are")
  }
  let certainty = ArchivedCall.Certainty(rawValue: try row.integer(at(.certainty), in: 0...2))
  return ArchivedCall(
    queue: try row.name(at(.queue)), identity: try hash(row, at(.identity)),
    arrival: try instant(row, at(.time)), outcome: outcome, certainty: certainty ?? .open,
    wait: try row.optionalCount(at(.wait), atMost: 1e10),
    talk: try row.optionalCount(at(.talk), atMost: 1e10),
    hold: try row.optionalCount(at(.hold), atMost: 1e10),
    afterWork: try row.optionalCount(at(.afterWork), atMost: 1e10),
    handle: try row.optionalCount(at(.handle), atMost: 1e10))
}

private func instant(_ row: borrowing CSVRow, _ column: Int) throws(Problem) -> Int64 {
  guard let instant = try? Instant(row.text(column)) else {
    throw row.problem(column, "is not an instant")
  }
  return instant.seconds
}

/// A hash of 64 bits, which is more than a number of the file may have elsewhere.
private func hash(_ row: borrowing CSVRow, _ column: Int) throws(Problem) -> Int64 {
  guard let value = Int64(row.text(column)) else {
    throw row.problem(column, "is not a whole number of 64 bits")
  }
  return value
}
