internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Tables

extension HistoryFile {
  /// Reads the history at `path` (`-` is standard input).
  ///
  /// Columns: `interval_start` or `timestamp` (RFC 3339, the local clock of the zone, or a range of it),
  /// `offered` or `calls`; and, where present, `queue`, `handled` or `answered`, `abandoned`, `handle_s`
  /// (sum) or `aht_s` (average) or talk, hold and after-call work, `closed` (0 or 1), `quality` (`ok`,
  /// `partial`, `missing`), also under names close to these. An empty field is not recorded, which is
  /// not zero. Other columns are left alone, those with similar names with a remark. One row per call
  /// is added up. Throws a ``Problem`` with
  /// file, line, column and value for whatever cannot be read. O(rows), one pass.
  public static func read(path: String, _ reading: HistoryReading) throws(Problem) -> HistoryFile {
    try read(try CSVTable(path: path), reading)
  }

  /// Reads a history whose bytes are in memory; `file` is its name in messages.
  public static func read(
    file: String, bytes: [UInt8], _ reading: HistoryReading
  ) throws(Problem) -> HistoryFile {
    try read(try CSVTable(file: file, bytes: bytes), reading)
  }

  private static func read(
    _ table: CSVTable, _ reading: HistoryReading
  ) throws(Problem) -> HistoryFile {
    var reader = try HistoryReader(table, reading)
    try reader.judgeTimes()
    try table.forEachRow { (row) throws(Problem) in try reader.take(row) }
    return try reader.finish()
  }
}

/// The rows of one queue while its file is read.
struct QueueRows {
  var name: String
  var rows: [HistoryRow] = []
  var lines: [Int32] = []
  /// The first row in the wrong place, where that is an error.
  var problem: Problem?
  /// The first counted row at a time that the clocks skip, and the starts such rows were moved to.
  var gapProblem: Problem?
  var moved: Set<Instant> = []
  /// Whether the rows so far are not ascending.
  var isUnsorted = false
  /// Local times seen once in an overlap, by instant of their first occurrence.
  var openOverlaps: [Instant: Int] = [:]
}

/// Turns the rows of a table into histories.
struct HistoryReader {
  let table: CSVTable
  let reading: HistoryReading
  let columns: HistoryColumns
  var queues: [QueueRows] = []
  var positions: [String: Int] = [:]
  var remarks: [HistoryRemark] = []
  var leftOut: [String: Double] = [:]
  var clock: HistoryClock?
  private(set) var current = -1
  private var currentName: [UInt8] = []
  private var wall: WallClock
  private var form: TimeForm?

  var currentQueue: String { queues.indices.contains(current) ? queues[current].name : "" }

  init(_ table: CSVTable, _ reading: HistoryReading) throws(Problem) {
    self.table = table
    self.reading = reading
    columns = try HistoryColumns(table)
    wall = WallClock(zone: reading.zone)
  }

  /// Takes a row in.
  mutating func take(_ row: borrowing CSVRow) throws(Problem) {
    if !isSameQueue(row) {
      let name = try columns.queue.map { (column) throws(Problem) in try row.name(column) }
      let queue = name ?? reading.queue
      if let only = reading.only, !only.contains(queue) {
        leftOut[queue, default: 0] += try contacts(row)
        return
      }
      if let known = positions[queue] {
        current = known
      } else {
        positions[queue] = queues.count
        current = queues.count
        queues.append(QueueRows(name: queue))
      }
      if let column = columns.queue { row.withTrimmedBytes(column) { currentName = Array($0) } }
    }
    var entry = try values(row)
    guard let start = try start(row, entry) else { return }
    entry.start = start
    if let before = reading.before, start >= before { return }
    try append(entry, row)
  }

  /// What a row of a queue that is not kept counted; 0 where it says nothing.
  private func contacts(_ row: borrowing CSVRow) throws(Problem) -> Double {
    if let column = columns.offered { return try row.contacts(column) ?? 0 }
    if let column = columns.handled { return try row.contacts(column) ?? 0 }
    return 0
  }

  private func isSameQueue(_ row: borrowing CSVRow) -> Bool {
    guard current >= 0 else { return false }
    guard let column = columns.queue else { return true }
    return row.withTrimmedBytes(column) { $0.elementsEqual(currentName) }
  }

  /// Judges by the first rows how times are written, and names columns that are not read.
  mutating func judgeTimes() throws(Problem) {
    let (queue, only) = (columns.queue, reading.only)
    let form = try TimeForm(table, column: columns.start, zone: reading.zone) {
      (row) throws(Problem) in
      // Other queues may live elsewhere.
      guard let queue, let only else { return true }
      return only.contains(try row.name(queue))
    }
    self.form = form
    if let (text, place) = form.foreignOffset {
      note(
        place,
        "the offset \(text) is none of \(reading.zone)'s: the times are taken as written,"
          + " but the zone may be the wrong one")
    }
    for (name, meant) in columns.nearMisses {
      note(
        Place(file: table.file, line: table.headerLine),
        "column \(name) is not read" + (meant.map { "; maybe \($0) is meant" } ?? ""))
    }
  }

  mutating func note(_ place: Place, _ text: String) {
    remarks.append(
      HistoryRemark(
        kind: .reading, place: place, queue: currentQueue, start: Instant(seconds: 0), text: text))
  }

  /// Rows in the wrong place are an error, but only once the whole file shows that they are intervals
  /// and not calls.
  private mutating func append(_ entry: HistoryRow, _ row: borrowing CSVRow) throws(Problem) {
    if let last = queues[current].rows.last, entry.start <= last.start {
      queues[current].isUnsorted = true
      if reading.isStrict, queues[current].problem == nil {
        if let earlier = queues[current].rows.lastIndex(where: { $0.start == entry.start }) {
          queues[current].problem = row.problem(
            columns.start, "this interval stands in line \(queues[current].lines[earlier]) already",
            maybe: "one of the two rows belongs to another queue, or they must be added up")
        } else {
          queues[current].problem = row.problem(
            columns.start, "is before the row above, \(last.start.text(in: reading.zone))",
            maybe: "the file must be sorted by time")
        }
      }
    }
    queues[current].rows.append(entry)
    queues[current].lines.append(Int32(clamping: row.line))
  }

  /// The instant at which the row's interval starts; nil when the row is to be left out.
  private mutating func start(
    _ row: borrowing CSVRow, _ entry: HistoryRow
  ) throws(Problem) -> Instant? {
    switch try writtenTime(row) {
    case .instant(let instant):
      if clock == nil { clock = row.text(columns.start).hasSuffix("Z") ? .utc : .offset }
      if case .local = clock { throw mixed(row) }
      return instant
    case .local(let date, let secondsOfDay):
      if clock == nil {
        let text = Array(row.text(columns.start).utf8)
        clock = .local(
          separator: text.contains(84) ? "T" : " ", seconds: text.filter { $0 == 58 }.count > 1)
      }
      guard case .local = clock else { throw mixed(row) }
      switch wall.resolve(date, secondsOfDay) {
      case .unique(let instant): return instant
      case .overlap(let first, let second):
        if queues[current].openOverlaps.removeValue(forKey: first) != nil { return second }
        queues[current].openOverlaps[first] = row.line
        return first
      case .gap(let before, let after):
        let counted = (entry.offered ?? 0) + (entry.handled ?? 0) + (entry.abandoned ?? 0)
        guard counted == 0 else {
          // An interval longer than the gap begins in it and ends after it.
          if queues[current].gapProblem == nil {
            queues[current].gapProblem = row.problem(
              columns.start,
              "does not exist in \(reading.zone), the clocks are put forward over it",
              maybe: "the file is in another time zone, or in standard time all year")
          }
          let start = reading.zone.nextChange(after: after) ?? after
          queues[current].moved.insert(start)
          return start
        }
        remarks.append(
          HistoryRemark(
            kind: .clockGap, place: row.place(columns.start), queue: currentQueue, start: before,
            text: "\(row.text(columns.start)) does not exist in \(reading.zone); left out",
            written: row.text(columns.start)))
        return nil
      }
    }
  }

  private func writtenTime(_ row: borrowing CSVRow) throws(Problem) -> WrittenTime {
    // A day's total stands under its date.
    if row.text(columns.start).utf8.count == 10, let date = CivilDate(row.text(columns.start)) {
      return .local(date, secondsOfDay: 0)
    }
    guard let form, form.isRange else { return try row.writtenTime(columns.start) }
    do throws(MalformedText) {
      return try WrittenTime(form.start(row.text(columns.start)))
    } catch {
      throw row.malformed(columns.start, error)
    }
  }

  private func mixed(_ row: borrowing CSVRow) -> Problem {
    row.problem(
      columns.start, "is written differently from the rows above",
      maybe: "all rows need an offset from UTC, or none may have one")
  }

  private mutating func values(_ row: borrowing CSVRow) throws(Problem) -> HistoryRow {
    func count(_ column: Int?) throws(Problem) -> Double? {
      guard let column else { return nil }
      return try row.contacts(column)
    }
    func seconds(_ column: Int?, most: Double = HistoryLimits.seconds) throws(Problem) -> Double? {
      guard let column else { return nil }
      return try row.optionalCount(column, atMost: most)
    }
    var entry = HistoryRow(
      start: Instant(seconds: 0), offered: try count(columns.offered),
      handled: try count(columns.handled), abandoned: try count(columns.abandoned),
      handleSeconds: try seconds(columns.handleSeconds))
    if let column = columns.closed, !row.isEmpty(column) {
      entry.closed = try row.integer(column, in: 0...1) == 1
    }
    if entry.handleSeconds == nil,
      let average = try seconds(columns.handlingTime, most: HistoryLimits.meanSeconds)
    {
      entry.handleSeconds = average * (entry.handled ?? entry.offered ?? 0)
    }
    for column in columns.parts {
      if let part = try seconds(column) { entry.handleSeconds = (entry.handleSeconds ?? 0) + part }
    }
    if columns.unit != 1 { entry.handleSeconds = entry.handleSeconds.map { $0 * columns.unit } }
    if let handled = entry.handled, let timed = try count(columns.timed), timed < handled {
      // The others took as long on average; without any the time is not known.
      entry.handleSeconds = timed > 0 ? entry.handleSeconds.map { $0 * handled / timed } : nil
    }
    if let column = columns.quality, !row.isEmpty(column) {
      switch row.text(column) {
      case "ok": break
      case "partial", "missing":
        (entry.offered, entry.handled, entry.abandoned, entry.handleSeconds) = (nil, nil, nil, nil)
      default:
        throw row.problem(column, "is not a quality", maybe: "ok, partial or missing is meant")
      }
    }
    return entry
  }
}
