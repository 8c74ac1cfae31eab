// Goal: everything that only the whole file can tell, before the first row is counted: the order of day
// and month, whether 09:00-09:30 is a range, how numbers are written, the step between rows.
//
// Method: two passes over the times. The first gathers what proves the order of dates and the marks of
// numbers; the second reads every time. A day above 12 proves an order; where none does, it is asked for.

internal import CivilTime
internal import Diagnostics
internal import Tables

/// What became known of a table before its rows are counted.
struct TableSurvey {
  enum Row: UInt8 { case local, instant, total, malformed }

  var columns: TableColumns
  var amounts = AmountStyle()
  /// By row: seconds since 1970, of the wall clock or of UTC as `kinds` says.
  private(set) var times: [Int64] = []
  private(set) var kinds: [Row] = []
  /// Which queues the rows are of, and whether one may have a row twice.
  private(set) var queues: RowQueues
  /// The length of a row's interval where the file says it, seconds.
  private(set) var statedLength: Int?
  /// The greatest common divisor of all times of day.
  private(set) var step = 0
  private(set) var direction = 0
  /// The first time that is none.
  private(set) var firstMalformed: Problem?
  private(set) var malformed = 0
  private let table: CSVTable
  private let format: TableFormat
  private var scanner = MomentScanner()
  private var tailIsRange = false
  /// The name of the column says that its times are UTC.
  private var isUTC = false
  /// The time stands in a column of its own.
  private var isSplit = false

  init(
    _ loaded: LoadedTable, _ format: TableFormat, _ session: ImportSession
  ) throws(Problem) {
    table = loaded.table
    self.format = format
    columns = try TableColumns(loaded.table, format, session.options.mapping)
    queues = RowQueues(columns, format)
    if columns[.start] == nil, columns[.date] == nil, let time = columns[.time] {
      columns.positions[.start] = time
      columns.positions[.time] = nil
    }
    guard columns[.start] != nil || columns[.date] != nil else {
      throw Problem(
        at: Place(file: table.file, line: table.headerLine), subject: "time",
        "no column is known as the time of a row", value: table.header.joined(separator: ", "),
        maybe: "a mapping file says which one it is: --columns FILE with [columns] start = \"…\"")
    }
    let time = columns[.start] ?? columns[.date] ?? 0
    isUTC = format.isUTC || Field.reduced(table.header[time]).hasSuffix("utc")
    try findOrder(session)
    try readTimes(session)
  }

  // MARK: - First pass

  private mutating func findOrder(_ session: ImportSession) throws(Problem) {
    var evidence = AmountEvidence()
    var firstAbove: (Int, Int)?  // line, rows
    var secondAbove: (Int, Int)?
    var sawTwo: (line: Int, text: String)?
    var isDotted = false
    var tails: Set<Int> = []
    var differences: Set<Int> = []
    var isRange = false
    var rows = 0
    var startIsTime = 0
    var dateHasTime = 0
    var startHasTime = 0
    var wordsForHandled = 0
    var hasHHMM = false
    let start = columns[.start]
    let date = columns[.date] ?? columns[.start] ?? 0
    var scan = scanner
    try table.forRows { (row) throws(Problem) in
      rows += 1
      let isSettled = sawTwo == nil || firstAbove != nil || secondAbove != nil
      if rows > 5000, isSettled { return false }
      if rows <= 5000 {
        for amount in columns.amounts {
          row.withTrimmedBytes(amount.column) { text in
            if amount.field == .handled, rows <= 50,
              CallVerdict.flag(String(decoding: text, as: UTF8.self)) != nil,
              parseInteger(text) == nil
            {
              wordsForHandled += 1
            }
            evidence.take(text, isCount: amount.field.measure != nil)
          }
        }
      }
      let found = row.withTrimmedBytes(start ?? date) { scan.scan($0, .both) }
      if start != nil, found == nil, columns[.date] != nil {
        if row.withTrimmedBytes(start ?? date, { scan.scan($0, .time) }) != nil { startIsTime += 1 }
      }
      guard
        let moment = start == nil || found == nil
          ? row.withTrimmedBytes(date, { scan.scan($0, .both) }) : found
      else { return true }
      if start == nil, moment.second ?? 0 != 0 { dateHasTime += 1 }
      if start != nil, moment.second ?? 0 != 0 || moment.epoch != nil { startHasTime += 1 }
      if let (a, b) = moment.firstTwo {
        isDotted = moment.isDotted
        if sawTwo == nil {
          sawTwo = (row.line, row.text(start == nil || found == nil ? date : start ?? date))
        }
        if a > 12, firstAbove == nil { firstAbove = (row.line, rows) }
        if b > 12, secondAbove == nil { secondAbove = (row.line, rows) }
      }
      var clock = moment
      if let time = columns[.time] {
        row.withTrimmedBytes(time) { text in
          if let alone = scan.scan(text, .time) { clock = alone }
          if let whole = parseInteger(text), whole >= 25 { hasHHMM = true }
        }
      }
      if clock.isRange { isRange = true }
      if let tail = clock.tail, let second = clock.second {
        tails.insert(tail)
        differences.insert((tail - second + 86_400) % 86_400)
      }
      return true
    }
    scanner.isHHMM = hasHHMM
    amounts = evidence.style(separator: table.separator)
    if let decimal = session.options.mapping?.decimal { amounts.decimal = decimal }
    if evidence.isContradiction, session.options.mapping?.decimal == nil {
      throw Problem(
        at: Place(file: table.file), subject: "numbers",
        "are written in two ways",
        value: "\(evidence.examples.point) and \(evidence.examples.comma)",
        maybe:
          "a mapping file says which mark is the decimal one: --columns FILE with [file] decimal = \",\""
      )
    }
    if wordsForHandled > 0, columns[.isAnswered] == nil { columns.move(.handled, to: .isAnswered) }
    if let start, startIsTime == 0, startHasTime == 0, columns[.time] != nil {
      // A date under the name of a time, with the time in a column of its own.
      columns.positions[.date] = start
      columns.positions[.start] = nil
    }
    isSplit = (startIsTime > 0 || columns[.start] == nil) && columns[.date] != nil
    if startIsTime > 0 {
      columns.positions[.time] = start
      columns.positions[.start] = nil
    } else if columns[.start] != nil {
      isSplit = false
    }
    if isSplit, columns[.time] == nil || dateHasTime > 0 && startIsTime == 0 {
      columns.positions[.start] = columns[.date]
      isSplit = false
    }
    let lengths: Set<Int> = [300, 600, 900, 1200, 1800, 3600]
    tailIsRange =
      isRange || tails.count > 4 || tails.contains { $0 % 900 != 0 || $0 > 12 * 3600 }
      || differences.count == 1 && (tails.count > 1 || !differences.isDisjoint(with: lengths))
    if tailIsRange, differences.count == 1, let length = differences.first, length > 0 {
      statedLength = length
    }
    if let sawTwo {
      scanner.order = try order(firstAbove, secondAbove, sawTwo, isDotted, session)
    }
  }

  private func order(
    _ firstAbove: (line: Int, row: Int)?, _ secondAbove: (line: Int, row: Int)?,
    _ example: (line: Int, text: String), _ isDotted: Bool, _ session: ImportSession
  ) throws(Problem) -> DateOrder {
    if let asked = session.options.dateOrder ?? session.options.mapping?.dateOrder { return asked }
    if let first = firstAbove, let second = secondAbove {
      throw Problem(
        at: Place(file: table.file, line: max(first.line, second.line)), subject: "dates",
        "are written in two orders: line \(first.line) has the day first, line \(second.line) the month",
        maybe: "two exports were put into one file; import them one by one")
    }
    if firstAbove != nil { return .dmy }
    if secondAbove != nil { return .mdy }
    if isDotted {
      session.findings.say("Dates such as \(example.text) are taken for day.month.year.")
      return .dmy
    }
    throw Problem(
      at: Place(file: table.file, line: example.line), subject: "dates",
      "may be day/month or month/day: no day is above 12", value: example.text,
      maybe: "--dates dmy or --dates mdy is meant")
  }

  // MARK: - Second pass

  private mutating func readTimes(_ session: ImportSession) throws(Problem) {
    let start = columns[.start] ?? 0
    let date = columns[.date] ?? 0
    let time = columns[.time] ?? 0
    var (ascending, descending) = (0, 0)
    var last = Int64.min
    var ends: Set<Int> = []
    var goodRows = 0
    var grid = IntervalGrid(zone: session.zone, seconds: 60)
    var clocks: Set<Int> = []
    var memo = MomentMemo()
    try table.forEachRow { (row) throws(Problem) in
      let text = row.trimmedField(isSplit ? date : start)
      let clockText = isSplit ? row.trimmedField(time) : nil
      if let (seconds, kind) = memo.again(text, clockText) {
        // As in the row before, whose time was looked at already.
        times.append(seconds)
        kinds.append(kind)
        queues.take(row, seconds)
        goodRows += 1
        if goodRows <= 1000 { takeLength(row, seconds, kind, &ends) }
        return
      }
      var moment: Moment?
      if isSplit {
        moment = row.withTrimmedBytes(date) { scanner.scan($0, .date) }
        if moment?.day != nil {
          let clock = row.withTrimmedBytes(time) { text in
            text.isEmpty ? nil : scanner.scan(text, .time)
          }
          moment?.second = clock?.second
          moment?.offset = clock?.offset
          moment?.tail = clock?.tail
          if clock == nil { moment = nil }
        }
      } else {
        moment = row.withTrimmedBytes(start) { scanner.scan($0, .both) }
      }
      guard let moment, let (seconds, kind) = resolved(moment) else {
        times.append(.min)
        kinds.append(isNoRow(row) ? .total : .malformed)
        queues.takeNone()
        if kinds.last == .malformed {
          malformed += 1
          if firstMalformed == nil { firstMalformed = self.problem(row, isSplit ? date : start) }
        }
        return
      }
      goodRows += 1
      times.append(seconds)
      kinds.append(kind)
      memo.keep(text, clockText, seconds, kind)
      queues.take(row, seconds)
      if last != .min {
        if seconds > last { ascending += 1 }
        if seconds < last { descending += 1 }
      }
      last = seconds
      // The step is one of the clock the file shows.
      let clock = kind == .instant ? grid.localSeconds(Instant(seconds: seconds)) : seconds
      let shown = Int((clock % 86_400 + 86_400) % 86_400)
      step = greatestDivisor(step, shown == 0 ? 86_400 : shown)
      if clocks.count < 4 { clocks.insert(shown) }
      if goodRows <= 1000 { takeLength(row, seconds, kind, &ends) }
    }
    if ends.count == 1, let only = ends.first, 86_400 % only == 0 { statedLength = only }
    // Two times of day tell nothing of the step between rows; midnight alone is a day.
    if step == 0 || step > 3600 && clocks.count < 3 && clocks != [0] { step = 1800 }
    direction =
      descending * 20 <= ascending ? 1 : ascending * 20 <= descending ? -1 : 0
    if goodRows == 0, let problem = firstMalformed { throw problem }
    if let problem = firstMalformed, malformed > 5, malformed * 5 > goodRows { throw problem }
  }

  /// Takes in how long a row's interval is, where the row says so.
  private mutating func takeLength(
    _ row: borrowing CSVRow, _ seconds: Int64, _ kind: Row, _ lengths: inout Set<Int>
  ) {
    if let column = columns[.length] {
      if let length = Self.length(row.trimmedField(column)) { lengths.insert(length) }
    } else if let end = columns[.end], !format.isCalls,
      let there = scanner.scan(row.trimmedField(end), .both),
      let (until, endKind) = resolved(there), endKind == kind,
      (300...86_400).contains(until - seconds)
    {
      lengths.insert(Int(until - seconds))
    }
  }

  /// Seconds since 1970, of the wall clock or of UTC.
  private func resolved(_ moment: Moment) -> (Int64, Row)? {
    if let epoch = moment.epoch { return (epoch, .instant) }
    guard let day = moment.day else { return nil }
    let wall = Int64(day) * 86_400 + Int64(moment.second ?? 0)
    if let offset = moment.offset { return (wall - Int64(offset), .instant) }
    if let tail = moment.tail, !tailIsRange {
      return tail <= 12 * 3600 ? (wall + Int64(tail), .instant) : nil
    }
    return (wall, isUTC ? .instant : .local)
  }

  private func problem(_ row: borrowing CSVRow, _ column: Int) -> Problem {
    row.problem(
      column,
      row.isEmpty(column) ? "is empty where a date and time is expected" : "is not a date and time",
      maybe: scanner.order == .mdy
        ? "it can be written like 11/23/2026 07:00, as the other rows are"
        : "it can be written like 2026-11-23 07:00")
  }

  /// Totals, remarks below the table, empty rows.
  private func isNoRow(_ row: borrowing CSVRow) -> Bool {
    var filled = 0
    for column in 0..<row.count where !row.isEmpty(column) {
      filled += 1
      if column < 4 {
        let word = Field.reduced(String(row.text(column).prefix(24)))
        if Self.totals.contains(where: word.hasPrefix) { return true }
      }
    }
    return filled <= 1
  }

  private static let totals = [
    "total", "sum", "gesamt", "average", "avg", "mean", "grand", "subtotal", "overall", "promedio",
    "mittel", "zwischensumme", "insgesamt", "moyenne", "summary",
  ]

  /// `30`, `30mins`, `daily`.
  private static func length(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    let digits = text.prefix { $0 &- 48 <= 9 }
    if digits.isEmpty {
      let word = String(decoding: text, as: UTF8.self).lowercased()
      return word.hasPrefix("dai") || word == "day" ? 86_400 : word.hasPrefix("hour") ? 3600 : nil
    }
    guard digits.count <= 4 else { return nil }
    let minutes = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    return minutes > 0 && 1440 % minutes == 0 ? minutes * 60 : nil
  }
}
