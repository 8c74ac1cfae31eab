internal import CivilTime
internal import Diagnostics

/// What an import needs to know and gathers while it reads.
final class ImportSession {
  let options: ImportOptions
  let format: ImportFormat
  var findings = Findings()
  /// Made by ``begin(interval:)``.
  var builder: HistoryBuilder
  private(set) var rejects: [String] = []
  private var hasBegun = false
  /// What an interval without a record means, as far as the rows tell.
  var absentByRows: AbsentRows?
  var contacts = 0
  /// Lines or rows read.
  var lines = 0
  /// Keeps single contacts for later imports.
  let archive: (any CallArchive)?

  init(
    _ options: ImportOptions, _ format: ImportFormat, archive: (any CallArchive)? = nil
  ) {
    self.options = options
    self.format = format
    self.archive = archive
    builder = HistoryBuilder(
      grid: IntervalGrid(zone: .utc, seconds: 1800), within: options.withinSeconds,
      short: options.shortAbandonSeconds)
  }

  /// The clocks of the history.
  var zone: Zone { options.zone ?? options.sourceZone ?? .utc }

  /// The clocks of times without an offset.
  func sourceZone() throws(Problem) -> Zone {
    if let zone = options.sourceZone { return zone }
    if let zone = options.zone {
      findings.say(
        "Times without an offset were read by the clocks of \(zone); --source-tz says otherwise.")
      return zone
    }
    throw Problem(
      .usage, subject: "--source-tz", "is missing: the times in the file have no offset",
      maybe: "--source-tz America/New_York is meant, the zone of the telephone system's clock")
  }

  /// Sets the length of the intervals; the first call counts.
  func begin(interval seconds: Int) {
    guard !hasBegun else { return }
    hasBegun = true
    builder = HistoryBuilder(
      grid: IntervalGrid(zone: zone, seconds: seconds), within: options.withinSeconds,
      short: options.shortAbandonSeconds)
  }

  /// Whether the dates of the contacts are those on which their source was at work.
  var recordsDays = true

  /// By source: what the archive gave before this import.
  private var before: [String: HistoryBuilder] = [:]

  /// Keeps a contact for later imports; `source` is the format that it came from.
  func keep(_ call: ArchivedCall, of source: String) {
    guard let archive else { return }
    if before[source] == nil {
      before[source] = counted(archive, source)
    }
    archive.take(call, of: source)
  }

  /// The history of all contacts of a source.
  private func counted(_ archive: any CallArchive, _ source: String) -> HistoryBuilder {
    let report = options.onProgress.map { report in { report(.counting, $0) } }
    return ArchivedHistory(archive: archive, source: source, report: report).builder(like: builder)
  }

  /// What the contacts of this import change in the history of all contacts of the archive; nil where
  /// nothing went into one.
  func changes(of lines: HistoryRows, absent: AbsentRows) -> [HistoryChange]? {
    guard let archive, !before.isEmpty, !lines.isEmpty else { return nil }
    var changes: [HistoryChange] = []
    for (source, old) in before.sorted(by: { $0.key < $1.key }) {
      if recordsDays { archive.take(days: builder.days, of: source) }
      var old = old
      var new = counted(archive, source)
      changes.append(
        HistoryChange(
          before: old.rows(absent: absent), after: new.rows(absent: absent),
          first: lines.start(0), last: lines.start(lines.count - 1)))
    }
    return changes
  }

  var intervalSeconds: Int { builder.grid.seconds }

  private var names: [String: String] = [:]
  /// By number of the queue.
  private var counts: [CalibrationCounts] = []

  /// What single contacts tell, by name of queue.
  func calibrations() -> [QueueCalibration] {
    counts.indices.map { counts[$0].calibration(builder.names[$0]) }.sorted { $0.queue < $1.queue }
  }

  /// The number of a queue, under the name that a mapping or the centre gives it.
  func queue(_ name: String) -> Int {
    if let known = names[name] { return builder.queue(known) }
    let own = options.mapping?.queues[name] ?? centreName(name)
    names[name] = own
    return builder.queue(own)
  }

  private func centreName(_ name: String) -> String {
    let known = options.knownQueues
    if known.isEmpty || known.contains(name) { return name }
    if known.count == 1, name == options.queue { return known[0] }
    if let same = known.first(where: { Field.reduced($0) == Field.reduced(name) }) {
      findings.say("Queue \(name) is \(same) of the centre.")
      return same
    }
    findings.say(
      "Queue \(name) is none of the centre's (\(known.joined(separator: ", "))): it will not be planned.",
      doubt: true)
    return name
  }

  /// Adds a contact; `queue` of it is the builder's number.
  func add(_ contact: Contact) {
    contacts += 1
    var contact = contact
    if options.wrapUpSeconds > 0, contact.outcome == .answered, contact.afterWork == nil,
      contact.handle == nil
    {
      contact.afterWork = options.wrapUpSeconds
    }
    builder.add(contact)
    if archive != nil, let call = contact.archived(in: builder.names[contact.queue]) {
      keep(call, of: format.name)
    }
    while counts.count <= contact.queue {
      counts.append(CalibrationCounts(short: options.shortAbandonSeconds))
    }
    counts[contact.queue].add(contact)
  }

  /// Says when intervals without contacts seem to be left out by the source.
  func noteAbsentZeros(_ lines: HistoryRows) {
    guard !lines.contains(where: { $0.counts[.offered] == 0 }) else { return }
    let absent = builder.rows(absent: .zero).count - lines.count
    guard absent * 50 > lines.count else { return }
    findings.say(
      "No interval has zero contacts, and \(absent) between the others are missing: if the source leaves "
        + "out intervals without contacts, --absent zero fills them in.")
  }

  /// Notes a line that was left out; kept, masked, where that was asked for.
  func reject(_ line: @autoclosure () -> String, _ why: String, at place: Place) {
    findings.note("lines left out: they \(why)", at: place, doubt: true)
    if options.keepsRejects { rejects.append("\(place)\t\(why)\t\(masked(line()))") }
  }
}

/// A line with every letter written `a` and every digit `0`: its shape, and nobody's number or name.
func masked(_ line: String) -> String {
  var out = ""
  for scalar in line.unicodeScalars {
    if scalar.properties.numericType != nil {
      out.append("0")
    } else if scalar.properties.isAlphabetic || scalar.value >= 0x80 {
      out.append("a")
    } else if scalar.value >= 32, scalar.value != 127 {
      out.unicodeScalars.append(scalar)
    } else {
      out.append(" ")
    }
  }
  return out
}
