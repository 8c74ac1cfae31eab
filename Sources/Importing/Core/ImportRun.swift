internal import CivilTime
public import Diagnostics

/// What an import gave.
public struct ImportResult: Sendable {
  /// The format that was read, and why it was taken for that.
  public var format: ImportFormat
  public var reason: String
  /// Where single contacts went into an archive: what that changes in the history of all of them.
  package var changes: [HistoryDelta]?
  public var rowCount: Int
  public var queues: [String]
  /// Lines or rows read.
  public var lineCount: Int
  public var intervalSeconds: Int
  public var offered: Double
  public var handled: Double?
  public var abandoned: Double?
  /// The first and the last interval, as the history writes them; empty when there is none.
  public var from: String
  public var to: String
  public var findings: [ImportFinding]
  /// Lines left out, masked, one a line: place, reason, shape.
  public var rejects: [String]
  /// Patience and handling times by queue, where single contacts were read.
  public var calibrations: [QueueCalibration]
  var lines: HistoryRows
  var zone: Zone

  /// The history as a file: `interval_start,queue,offered,…`. It is made each time it is asked for.
  public var history: [UInt8] { historyText(lines, zone: zone) }

  /// Gives the history as a file by pieces: that of years of many queues is longer than all that is
  /// known of it.
  package func writeHistory<E: Error>(_ write: ([UInt8]) throws(E) -> Void) throws(E) {
    try Importing.writeHistory(lines, zone: zone, write)
  }
}

/// Reads files of telephone systems and counts by interval.
///
/// - Throws: A ``Problem`` when a file cannot be read, is of no known format, or the formats differ.
public func importHistory(
  _ paths: [String], _ options: ImportOptions
) throws(Problem) -> ImportResult {
  try importHistory(paths, options, archive: nil)
}

/// Reads files as ``importHistory(_:_:)`` does; single contacts go into an archive, and the history is that
/// of all contacts in it.
package func importHistory(
  _ paths: [String], _ options: ImportOptions, archive: (any CallArchive)?
) throws(Problem) -> ImportResult {
  var inputs = try ImportInput.all(paths)
  if let database = options.database {
    inputs.append(ImportInput(name: database.name, bytes: try database.rows()))
  }
  let (format, reason) = try format(of: inputs, options)
  let session = ImportSession(options, format, archive: archive)
  if let report = options.onProgress {
    let progress = ImportProgress(inputs) { report(.reading, $0) }
    for k in inputs.indices { inputs[k].progress = progress }
  }
  try format.read(session, inputs)
  if options.zone == nil, options.sourceZone == nil {
    session.findings.say(
      "The history is written in UTC; --timezone gives it the customers' clocks.")
  }
  let absent = options.absent ?? options.mapping?.absent ?? session.absentByRows ?? format.absent
  let lines = session.builder.rows(absent: absent)
  if absent == .missing, lines.count < 500_000 { session.noteAbsentZeros(lines) }
  if let text = clockFinding(lines, session) { session.findings.say(text, doubt: true) }
  guard !lines.isEmpty else {
    throw Problem(
      at: Place(file: inputs.first?.name ?? ""),
      "holds no contacts (\(format.title), \(session.lines) lines)",
      maybe: "the file was not written completely, or is of another format")
  }
  let changes = session.changes(of: lines, absent: absent)
  return ImportResult(
    format: format, reason: reason,
    changes: changes?.map { change in
      HistoryDelta(
        history: historyText(change.rows, zone: session.zone), removed: change.removed)
    },
    rowCount: lines.count, queues: session.builder.names.sorted(), lineCount: session.lines,
    intervalSeconds: session.intervalSeconds, offered: session.builder.total(.offered) ?? 0,
    handled: session.builder.total(.handled), abandoned: session.builder.total(.abandoned),
    from: lines.first?.start.text(in: session.zone) ?? "",
    to: lines.last?.start.text(in: session.zone) ?? "", findings: session.findings.all,
    rejects: session.rejects, calibrations: session.calibrations(), lines: lines, zone: session.zone
  )
}

/// The format asked for, or the one that every file has.
private func format(
  of inputs: [ImportInput], _ options: ImportOptions
) throws(Problem) -> (ImportFormat, String) {
  if let name = options.format { return (try ImportFormat.named(name), "asked for") }
  var found: (format: ImportFormat, reason: String, name: String)?
  for input in inputs {
    let sample = ImportSample(name: input.name, bytes: try ByteReader(input).head(1 << 16))
    guard let (format, reason) = recognisedFormat(sample) else {
      throw Problem(
        at: Place(file: input.name), "is of no format known here",
        maybe: "one of these can be named: \(ImportFormat.all.map(\.name).joined(separator: ", "))")
    }
    if let first = found, first.format.name != format.name {
      throw Problem(
        at: Place(file: input.name),
        "is \(format.title), but \(first.name) is \(first.format.title)",
        maybe: "the two can be imported one after the other")
    }
    if found == nil { found = (format, reason, input.name) }
  }
  guard let found else { throw Problem(.usage, subject: "file", "is missing") }
  return (found.format, found.reason)
}

/// The format of a telephone system that the file at `path` has, and why; nil when it has none.
///
/// For commands that meet a file they cannot read: `muster import` reads it.
public func foreignFormat(_ path: String) -> (format: ImportFormat, reason: String)? {
  guard path != "-", let reader = try? ByteReader(ImportInput(name: path)),
    let head = try? reader.head(1 << 16)
  else { return nil }
  return recognisedFormat(ImportSample(name: path, bytes: head))
}

/// The format of a file by its beginning.
func recognisedFormat(_ sample: ImportSample) -> (format: ImportFormat, reason: String)? {
  for format in ImportFormat.all {
    if let reason = format.recognise(sample) { return (format, reason) }
  }
  return nil
}
