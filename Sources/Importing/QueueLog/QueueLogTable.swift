// Goal: the same contacts from a table of the log as from the file.
//
// Method: each row is put back into the form of a line. Tables have server-local times where the file has
// seconds since 1970. The id of a call begins with the second in which its channel was made: where the
// clocks show a time twice, the hour meant is the one nearest after it.

internal import CivilTime
internal import Diagnostics
internal import Tables

extension ImportFormat {
  /// The `queue_log` table of Asterisk's realtime engine, Wazo and VICIdial, as CSV or tab-separated.
  static let queueLogTable = ImportFormat(
    name: "asterisk-queue-log-table", aliases: ["queue-log-table", "wazo", "realtime"],
    title: "queue_log table", keyedBy: .arrival, absent: .zero,
    recognise: { sample in
      guard let line = sample.lines.first else { return nil }
      for separator: Character in ["\t", ",", ";", "|"] {
        let names = Set(line.split(separator: separator).map { Field.reduced(String($0)) })
        if names.contains("callid"), names.contains("event") || names.contains("verb"),
          names.contains("queuename") || names.contains("queue")
        {
          return "its header has callid, queue and event, as the queue_log table has"
        }
      }
      return nil
    },
    read: { (session, inputs) throws(Problem) in
      session.begin(interval: session.options.intervalSeconds ?? 1800)
      var run = QueueLogRun(session)
      for input in inputs { try readTable(input, session, &run) }
      if let first = run.firstTime { run.resume(at: first) }
      run.finish()
    })
}

private func readTable(
  _ input: ImportInput, _ session: ImportSession, _ run: inout QueueLogRun
) throws(Problem) {
  let reader = try ByteReader(input)
  let bytes = TextDecoding.utf8(try reader.all()).bytes
  let isCutOff = bytes.last != 10 && bytes.last != 13
  let table = try CSVTable(
    file: reader.name, bytes: bytes, dialect: CSVDialect(allowsRaggedRows: true))
  let names = table.header.map(Field.reduced)
  func column(_ words: String...) -> Int? {
    words.lazy.compactMap { names.firstIndex(of: $0) }.first
  }
  guard let time = column("timeid", "time", "eventtime", "created"), let call = column("callid"),
    let queue = column("queuename", "queue"), let agent = column("agent"),
    let event = column("event", "verb")
  else {
    _ = try table.require("time", "callid", "queuename", "agent", "event")
    return
  }
  let parameters = (1...6).compactMap { column("data\($0)") }
  let joined = parameters.isEmpty ? column("data") : nil
  var scanner = MomentScanner()
  scanner.order = .ymd
  var zone: Zone?
  try table.forEachRow { (row) throws(Problem) in
    if isCutOff, row.count < table.header.count {
      // The last one, or one that no program writes.
      session.reject(
        row.withRawBytes { String(decoding: $0, as: UTF8.self) }, "end before their last column",
        at: Place(file: table.file, line: row.line))
      return
    }
    let id = text(row, call)
    guard let moment = row.withTrimmedBytes(time, { scanner.scan($0, .both) }) else {
      session.reject(
        row.withRawBytes { String(decoding: $0, as: UTF8.self) }, "have no date and time",
        at: row.place(time))
      return
    }
    let epoch: Int64
    if let count = moment.epoch {
      epoch = count
    } else {
      let day = Int64(moment.day ?? 0) * 86_400 + Int64(moment.second ?? 0)
      if let offset = moment.offset ?? moment.tail.map({ -$0 }) {
        epoch = day - Int64(offset)
      } else {
        if zone == nil { zone = try session.sourceZone() }
        epoch = zone.map { instant(day, id, $0) } ?? day
      }
    }
    var fields = ["\(epoch)", id, text(row, queue), text(row, agent), text(row, event)]
    if let joined { fields.append(text(row, joined)) }
    for column in parameters { fields.append(text(row, column)) }
    var line = fields.joined(separator: "|")
    line.withUTF8 { run.take($0, number: row.line, file: table.file) }
  }
}

/// A field, empty where the table says NULL.
private func text(_ row: borrowing CSVRow, _ column: Int) -> String {
  row.withTrimmedBytes(column) {
    AmountStyle.isAbsent($0) && !$0.elementsEqual("NONE".utf8)
      ? "" : String(decoding: $0, as: UTF8.self)
  }
}

/// The instant of a local time, told by the second in which the call's channel was made.
private func instant(_ wall: Int64, _ id: String, _ zone: Zone) -> Int64 {
  let day = Int(wall / 86_400)
  switch zone.resolve(CivilDate(dayNumber: day), secondsOfDay: Int(wall - Int64(day) * 86_400)) {
  case .unique(let instant), .gap(let instant, _): return instant.seconds
  case .overlap(let first, let second):
    let made = id.split(separator: ".").first.flatMap { Int64($0) } ?? .min
    return made > first.seconds ? second.seconds : first.seconds
  }
}
