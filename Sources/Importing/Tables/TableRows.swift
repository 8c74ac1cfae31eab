internal import CivilTime
internal import Diagnostics
internal import Tables

/// Goes over the rows of one table and counts them.
struct TableRows {
  private let session: ImportSession
  private let format: TableFormat
  private let survey: TableSurvey
  private let table: CSVTable
  private let kind: RowKind
  private let isEvents: Bool
  /// Whether there is no other file with which this one could overlap.
  private let isOnly: Bool
  /// Whether the last line has no end.
  private let isCutOff: Bool
  private var clock: LocalClock?
  private var values: [Double]
  /// The session's number of each of the survey's queues, -1 until it is met.
  private var queueNumbers: [Int] = []
  private let queueColumn: Int?
  private let channelColumn: Int?
  private let agentColumn: Int?
  private let closedColumn: Int?
  private let qualityColumn: Int?
  private let completeColumn: Int?
  /// Whether any column counts contacts.
  private let hasCounts: Bool
  private var averages = AverageGuess()
  /// Whether the format looks at texts of rows.
  private let needsTexts: Bool
  private var counted = 0
  /// How often a contact stood in this file, by what it says; for the archive.
  private var said: [UInt64: UInt64] = [:]
  private var copies = 0
  private var shared = 0
  private var withoutCounts = 0
  private var notContacts = 0
  private var legs = 0
  private var incomplete = 0

  init(
    _ session: ImportSession, _ format: TableFormat, _ survey: TableSurvey, _ loaded: LoadedTable,
    _ kind: RowKind, isEvents: Bool, isOnly: Bool
  ) {
    self.session = session
    self.format = format
    self.survey = survey
    table = loaded.table
    isCutOff = loaded.isCutOff
    self.kind = kind
    self.isEvents = isEvents
    self.isOnly = isOnly
    values = Array(repeating: .nan, count: Field.allCases.count)
    let columns = survey.columns
    queueColumn = columns[.queue]
    channelColumn = columns[.channel]
    agentColumn = columns[.agent]
    closedColumn = columns[.closed]
    qualityColumn = columns[.quality]
    completeColumn = columns[.isComplete]
    hasCounts = columns[.offered] != nil || columns[.handled] != nil || columns[.abandoned] != nil
    needsTexts =
      format.outcome != nil || format.queue != nil || format.identity != nil || format.times != nil
  }

  mutating func read(_ sharedRows: inout SharedRows) throws(Problem) {
    if survey.kinds.contains(.local) {
      clock = LocalClock(
        zone: try session.sourceZone(), direction: survey.direction, isIntervals: !isEvents)
    }
    if kind == .counts {
      averages = try AverageGuess(table, survey) {
        session.options.mapping?.columns[$0] != nil
      }
    }
    var own: [UInt64: Int] = [:]
    var ownRows: Set<UInt64> = []
    var position = 0
    let seenBefore = sharedRows.fileCount > 0
    // What an archive keeps is told apart by what it says.
    let keepsContacts = session.archive != nil && kind == .contacts
    let looksForCopies = isEvents ? !isOnly && !keepsContacts : survey.queues.mayHaveCopies
    try table.forEachRow { (row) throws(Problem) in
      let k = position
      position += 1
      guard survey.kinds[k] == .local || survey.kinds[k] == .instant else {
        leftOut(row, k)
        return
      }
      if isCutOff, k == survey.kinds.count - 1, row.count < table.header.count {
        return session.reject(
          row.withRawBytes { String(decoding: $0, as: UTF8.self) },
          "end before their last column, as the file does",
          at: Place(file: table.file, line: row.line))
      }
      guard looksForCopies else { return try take(row, k, &sharedRows) }
      let hash = row.withRawBytes { stableHash($0) }
      if isEvents {
        // What another file has too is the same row; what one file has twice are two.
        let count = own[hash, default: 0] + 1
        own[hash] = count
        if seenBefore, count <= sharedRows.contacts[hash] ?? 0 {
          shared += 1
          return
        }
      } else if !ownRows.insert(hash).inserted {
        copies += 1
        return
      }
      try take(row, k, &sharedRows)
    }
    session.lines += position
    session.contacts += counted
    for (hash, count) in own {
      sharedRows.contacts[hash] = max(count, sharedRows.contacts[hash] ?? 0)
    }
    sharedRows.fileCount += 1
    mergeIntervals(&sharedRows)
  }

  /// Cells of this file by queue and start, before they meet those of earlier files.
  private var cells: [SharedRows.IntervalKey: IntervalCounts] = [:]

  private mutating func take(
    _ row: borrowing CSVRow, _ k: Int, _ sharedRows: inout SharedRows
  ) throws(Problem) {
    let texts = needsTexts ? rowTexts(row) : nil
    let number = queue(row, k, texts)
    let instant: Instant
    if survey.kinds[k] == .instant {
      instant = Instant(seconds: survey.times[k])
    } else {
      switch clock?.resolve(survey.times[k], queue: number) {
      case .instant(let there): instant = there
      case .gap, nil: return try inGap(row, k)
      }
    }
    guard readValues(row) else { return }
    if kind == .contacts {
      takeContact(row, number, instant, survey.times[k], texts, &sharedRows)
    } else {
      takeCounts(row, number, instant)
    }
  }

  // MARK: - Contacts

  private mutating func takeContact(
    _ row: borrowing CSVRow, _ queue: Int, _ instant: Instant, _ time: Int64, _ texts: RowTexts?,
    _ sharedRows: inout SharedRows
  ) {
    var contact = Contact(queue: queue, arrival: instant, outcome: .unknown)
    contact.wait = value(.wait) ?? value(.waitAverage)
    contact.talk = value(.talk) ?? value(.talkAverage)
    contact.hold = value(.hold) ?? value(.holdAverage)
    contact.afterWork = value(.afterWork) ?? value(.afterWorkAverage)
    contact.handle = value(.handle) ?? value(.handleAverage)
    if let texts, let times = format.times?(texts) {
      if let wait = times.wait { contact.wait = wait }
      if let talk = times.talk { contact.talk = talk }
      if let work = times.afterWork { contact.afterWork = work }
    }
    switch texts.flatMap({ format.outcome?($0) }) ?? verdict(row, contact) {
    case .none:
      notContacts += 1
      return
    case .answered: contact.outcome = .answered
    case .abandoned: contact.outcome = .abandoned
    case .timedOut: contact.outcome = .timedOut
    case .unknown: contact.outcome = .unknown
    }
    if contact.outcome == .abandoned, contact.wait == nil { contact.wait = value(.abandonWait) }
    guard let texts, let name = format.identity?(texts), !name.isEmpty else {
      if session.archive != nil {
        let own = identity(of: contact, at: time)
        guard sharedRows.identities.insert(own ^ Int64(queue) << 48).inserted else {
          shared += 1
          return
        }
        contact.identity = own
      }
      session.add(contact)
      return
    }
    var plain = name
    contact.identity = plain.withUTF8 { Int64(bitPattern: stableHash($0)) }
    var key = "\(name)\u{0}\(queue)"
    if sharedRows.take(contact, key.withUTF8 { stableHash($0) }) { legs += 1 }
  }

  /// A hash of what a row says of its contact, and how often this file has said it before.
  private mutating func identity(of contact: Contact, at time: Int64) -> Int64 {
    var words = [UInt64(bitPattern: time)]
    words.append(contact.outcome == .answered ? 1 : contact.outcome == .abandoned ? 2 : 3)
    for value in [contact.wait, contact.talk, contact.hold, contact.afterWork, contact.handle] {
      words.append(value?.bitPattern ?? .max)
    }
    func hash() -> UInt64 { words.withUnsafeBytes { stableHash($0.bindMemory(to: UInt8.self)) } }
    let content = hash() &+ UInt64(contact.queue)
    let times = said[content, default: 0]
    said[content] = times + 1
    words.append(times)
    return Int64(bitPattern: hash())
  }

  private func verdict(_ row: borrowing CSVRow, _ contact: Contact) -> RowOutcome {
    let columns = survey.columns
    if let column = columns[.outcome], let outcome = CallVerdict.outcome(row.text(column)) {
      // Put through to an agent, and nobody talked: neither served nor given up, as far as one can see.
      if case .answered = outcome, contact.talk == 0, contact.handle ?? 0 == 0 { return .unknown }
      return outcome
    }
    if let column = columns[.isAbandoned], CallVerdict.flag(row.text(column)) == true {
      return .abandoned
    }
    if let column = columns[.isAnswered], let isAnswered = CallVerdict.flag(row.text(column)) {
      return isAnswered ? .answered : .abandoned
    }
    if let column = columns[.answeredAt] {
      return row.withTrimmedBytes(column) { AmountStyle.isAbsent($0) } ? .abandoned : .answered
    }
    if contact.talk ?? 0 > 0 { return .answered }
    if let column = columns[.agent], !row.withTrimmedBytes(column, { AmountStyle.isAbsent($0) }) {
      return .answered
    }
    return contact.talk != nil || columns[.agent] != nil || columns[.talk] != nil
      ? .abandoned : .unknown
  }

  // MARK: - Counts

  private mutating func takeCounts(_ row: borrowing CSVRow, _ queue: Int, _ instant: Instant) {
    let offered = value(.offered) ?? (hasCounts ? sum(.handled, .abandoned, .timedOut) : 1)
    let isComplete = completeColumn.flatMap { CallVerdict.flag(row.text($0)) } ?? true
    if !isComplete { incomplete += 1 }
    guard let offered else {
      withoutCounts += 1
      return
    }
    let isClosed = closedColumn.map { row.text($0).trimmingSpaces == "1" } ?? false
    let isPartial =
      !isComplete || qualityColumn.map { row.text($0).trimmingSpaces == "partial" } ?? false
    counted += 1
    if isOnly {
      session.builder.update(queue, instant) { counts, place in
        gather(offered) { value, measure in counts.add(value, to: measure, at: place) }
        if isClosed { counts.markClosed(place) }
        if isPartial { counts.markPartial(place) }
      }
      return
    }
    var counts = IntervalCounts()
    counts.isClosed = isClosed
    counts.isPartial = isPartial
    gather(offered) { value, measure in counts.add(value, to: measure) }
    session.builder.saw(instant)
    let start = session.builder.start(of: instant).seconds
    // Rows of agents are parts of an interval.
    let part = agentColumn.map { stableHash(row.trimmedField($0)) } ?? 0
    let key = SharedRows.IntervalKey(queue: queue, start: start, part: part)
    cells[key, default: IntervalCounts()].add(counts)
  }

  /// Tells what a row has, as sums.
  @inline(__always)
  private func gather(_ offered: Double, _ tell: (Double, Measure) -> Void) {
    func add(_ value: Double?, _ measure: Measure) {
      if let value { tell(value, measure) }
    }
    add(offered, .offered)
    add(value(.handled), .handled)
    add(value(.abandoned), .abandoned)
    add(value(.abandonedShort), .abandonedShort)
    add(value(.timedOut), .timedOut)
    add(value(.answeredInTime), .answeredInTime)
    let answered = value(.handled) ?? offered
    func total(_ sum: Field, _ average: Field, per count: Double) -> Double? {
      if let value = value(average) { return value * count }
      guard let value = value(sum) else { return nil }
      return averages.isAverage(sum) ? value * count : value
    }
    let talk = total(.talk, .talkAverage, per: answered)
    let hold = total(.hold, .holdAverage, per: answered)
    let work = total(.afterWork, .afterWorkAverage, per: answered)
    let parts = talk.map { $0 + (hold ?? 0) + (work ?? 0) }
    add(talk, .talk)
    add(hold, .hold)
    add(work, .afterWork)
    let duration = hasCounts ? nil : value(.duration)
    if let handle = total(.handle, .handleAverage, per: answered) ?? parts ?? duration {
      add(handle, .handle)
      if value(.handled) != nil { add(value(.timed) ?? answered, .timed) }
    }
    add(total(.wait, .waitAverage, per: answered), .wait)
    add(
      total(.abandonWait, .abandonWaitAverage, per: value(.abandoned) ?? 0), .abandonWait)
  }

  /// Takes this file's intervals in: where an earlier file has one, the one with more contacts counts;
  /// single contacts are added up.
  private mutating func mergeIntervals(_ sharedRows: inout SharedRows) {
    for (key, counts) in cells {
      guard let before = sharedRows.intervals[key] else {
        sharedRows.intervals[key] = counts
        continue
      }
      if isEvents {
        sharedRows.intervals[key]?.add(counts)
        continue
      }
      shared += 1
      if counts[.offered] ?? 0 > before[.offered] ?? 0 { sharedRows.intervals[key] = counts }
    }
    cells = [:]
  }

  // MARK: - Fields

  private func value(_ field: Field) -> Double? {
    let value = values[field.rawValue]
    return value.isNaN ? nil : value
  }

  private func sum(_ fields: Field...) -> Double? {
    fields.reduce(nil) { sum, field in value(field).map { (sum ?? 0) + $0 } ?? sum }
  }

  /// Reads the amounts of a row; false when a count is none.
  private mutating func readValues(_ row: borrowing CSVRow) -> Bool {
    for (field, column, scale) in survey.columns.amounts {
      let text = row.trimmedField(column)
      if let whole = parseInteger(text), whole >= 0, whole < 10_000_000_000 {
        values[field.rawValue] = Double(whole) * scale
        continue
      }
      values[field.rawValue] = .nan
      if AmountStyle.isAbsent(text) { continue }
      var isBad = true
      if let number = survey.amounts.value(text), number >= 0, number < 1e10 {
        values[field.rawValue] = text.contains(58) ? number : number * scale
        isBad = false
      }
      if isBad, field.measure != nil {
        session.reject(
          row.withRawBytes { String(decoding: $0, as: UTF8.self) },
          "have no number in column \(row.columnName(column))", at: row.place(column))
        return false
      }
      if isBad {
        session.findings.note(
          "values that are no times in column \(row.columnName(column)), taken as not recorded",
          at: row.place(column), doubt: true)
      }
    }
    return true
  }

  private mutating func queue(_ row: borrowing CSVRow, _ k: Int, _ texts: RowTexts?) -> Int {
    if let texts, let name = format.queue?(texts) {
      return session.queue(name.isEmpty ? session.options.queue : name)
    }
    guard let column = queueColumn else {
      if queueNumbers.isEmpty { queueNumbers.append(session.queue(session.options.queue)) }
      return queueNumbers[0]
    }
    let own = Int(survey.queues.numbers[k])
    if own < queueNumbers.count, queueNumbers[own] >= 0 { return queueNumbers[own] }
    while queueNumbers.count <= own { queueNumbers.append(-1) }
    var name = row.text(column).trimmingSpaces
    if name.isEmpty { name = session.options.queue }
    if let channel = channelColumn {
      let word = row.text(channel).trimmingSpaces.lowercased()
      if !word.isEmpty, !["voice", "call", "phone", "telephone", "inbound"].contains(word) {
        name += "-\(word)"
      }
    }
    queueNumbers[own] = session.queue(name)
    return queueNumbers[own]
  }

  private func rowTexts(_ row: borrowing CSVRow) -> RowTexts {
    RowTexts(columns: survey.columns.byName, texts: (0..<row.count).map { row.text($0) })
  }

  // MARK: - Rows left out

  private mutating func leftOut(_ row: borrowing CSVRow, _ k: Int) {
    if survey.kinds[k] == .total {
      session.findings.note(
        "lines that are totals or remarks, left out",
        at: Place(file: table.file, line: row.line))
    } else {
      session.reject(
        row.withRawBytes { String(decoding: $0, as: UTF8.self) }, "have no date and time",
        at: Place(file: table.file, line: row.line))
    }
  }

  /// A time that the clocks skip: of no consequence without contacts, else the zone is wrong.
  private mutating func inGap(_ row: borrowing CSVRow, _ k: Int) throws(Problem) {
    guard readValues(row) else { return }
    let counted = (value(.offered) ?? 0) + (value(.handled) ?? 0) + (value(.abandoned) ?? 0)
    let zone = try session.sourceZone()
    guard counted == 0, kind == .counts, survey.columns[.offered] != nil else {
      throw row.problem(
        survey.columns[.start] ?? survey.columns[.date] ?? 0,
        "does not exist in \(zone), the clocks are put forward over it",
        maybe: "the file is in another time zone, or in standard time all year: see --source-tz")
    }
    session.findings.note(
      "rows without contacts at times that the clocks skip, left out",
      at: Place(file: table.file, line: row.line))
  }

  // MARK: - Report

  func report(_ loaded: LoadedTable) {
    func note(_ count: Int, _ text: String, doubt: Bool = false) {
      if count > 0 { session.findings.note(text, doubt: doubt, count: count) }
    }
    note(loaded.titleLines, "lines before the table, left out")
    note(copies, "copies of rows, counted once")
    note(shared, "rows that an earlier file has too, counted once")
    note(withoutCounts, "rows without counts, taken as not recorded")
    note(notContacts, "rows that are no contacts of a queue, left out")
    note(legs, "further legs of contacts, counted once")
    note(incomplete, "intervals that the file calls incomplete, marked partial")
    note(
      clock?.unresolved ?? 0, "times that the clocks show twice, taken for the first", doubt: true)
    note(
      clock?.lonely ?? 0,
      "times that the clocks show twice but that stand once, taken for the first",
      doubt: true)
    if loaded.encoding == .latin1 {
      session.findings.say("\(table.file) is not UTF-8; it was read as Latin-1 (Windows-1252).")
    }
    for text in averages.remarks(table) { session.findings.say(text) }
    let columns = survey.columns
    if columns[.offered] == nil, kind == .counts {
      if columns[.handled] != nil {
        session.findings.say(
          columns[.abandoned] == nil
            ? "No column counts contacts offered: those handled were taken."
            : "No column counts contacts offered: handled and abandoned were added up.",
          doubt: columns[.abandoned] == nil)
      } else {
        session.findings.say("No column counts contacts: each row was taken for one.")
      }
    }
    if !columns.unread.isEmpty, format.columns.isEmpty {
      session.findings.say("Columns not read: \(columns.unread.joined(separator: ", ")).")
    }
    if kind == .counts, isEvents, columns[.offered] != nil {
      session.findings.say(
        "The rows lie on no grid of intervals: they were added up, one row a call.")
    }
  }
}
