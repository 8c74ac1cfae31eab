// Goals: 1. any table of intervals or of single contacts, as it was exported; 2. the same history whatever
// the order of files and rows, also where files overlap; 3. what was assumed is said.
//
// Method: each file is surveyed, then counted. A row of intervals replaces the same interval of an earlier
// file where it has more contacts; rows of single contacts that files share count once.

internal import CivilTime
internal import Diagnostics
internal import Tables

/// Counts the rows of tables.
struct TableImport {
  let session: ImportSession
  let format: TableFormat

  init(_ session: ImportSession, _ format: TableFormat) {
    self.session = session
    self.format = format
  }

  func read(_ inputs: [ImportInput]) throws(Problem) {
    var files: [(loaded: LoadedTable, survey: TableSurvey)] = []
    for input in inputs {
      let loaded = try loadTable(input, format, session.options.mapping)
      files.append((loaded, try TableSurvey(loaded, format, session)))
    }
    guard let first = files.first else { return }
    let kind = RowKind(first.survey, format)
    let columns = first.survey.columns
    let isCounted =
      columns[.offered] != nil || columns[.handled] != nil || columns[.abandoned] != nil
    if !isCounted, first.survey.step == 86_400 {
      throw Problem(
        at: Place(file: first.loaded.table.file, line: first.loaded.table.headerLine),
        "has dates, but no column that counts contacts",
        value: first.loaded.table.header.joined(separator: ", "),
        maybe: "a mapping file says which one it is: --columns FILE with [columns] offered = \"…\"")
    }
    let step = files.reduce(0) { greatestDivisor($0, $1.survey.statedLength ?? $1.survey.step) }
    let isEvents = kind == .contacts || step % 300 != 0
    session.begin(interval: try interval(step, isEvents, first.loaded.table))
    session.absentByRows = isEvents ? .zero : nil
    var shared = SharedRows()
    for (loaded, survey) in files {
      var reader = TableRows(
        session, format, survey, loaded, kind, isEvents: isEvents,
        isOnly: files.count == 1)
      try reader.read(&shared)
      reader.report(loaded)
    }
    for contact in shared.pending.values { session.add(contact) }
    for (key, counts) in shared.intervals.sorted(by: { $0.key < $1.key }) {
      session.builder.add(counts, key.queue, Instant(seconds: key.start))
    }
    for note in format.notes { session.findings.say(note) }
  }

  /// The interval to count in.
  private func interval(_ step: Int, _ isEvents: Bool, _ table: CSVTable) throws(Problem) -> Int {
    let asked = session.options.intervalSeconds
    guard !isEvents else { return asked ?? 1800 }
    guard let asked else { return 86_400 % step == 0 ? step : 1800 }
    guard asked % step == 0 else {
      throw Problem(
        at: Place(file: table.file), subject: "interval",
        "the file counts by \(step / 60) minutes and cannot give \(asked / 60)",
        value: "\(asked / 60)m", maybe: "--interval \(step / 60)m is meant")
    }
    return asked
  }
}

/// What the rows of a table are.
enum RowKind {
  /// Each row is a contact that tells how it ended.
  case contacts
  /// Each row has counts, or is one contact of which only the time is known.
  case counts

  init(_ survey: TableSurvey, _ format: TableFormat) {
    let columns = survey.columns
    func has(_ fields: Field...) -> Bool { fields.contains { columns[$0] != nil } }
    if format.isCalls {
      self = .contacts
    } else if has(.offered, .handled, .abandoned) {
      self = .counts
    } else {
      let tells =
        has(.outcome, .answeredAt, .isAnswered, .isAbandoned) || has(.talk) && has(.wait, .agent)
      self = tells ? .contacts : .counts
    }
  }
}

/// What earlier files had, so that what files share counts once.
struct SharedRows {
  /// How often a row stood in one of the files, by its hash.
  var contacts: [UInt64: Int] = [:]
  /// What the files say of single contacts, where an archive keeps them.
  var identities: Set<Int64> = []
  /// Intervals of the files read so far, where there are several.
  var intervals: [IntervalKey: IntervalCounts] = [:]
  /// Contacts by identity and queue, until all of their rows are read.
  private(set) var pending: [UInt64: Contact] = [:]
  var fileCount = 0

  /// Takes in a row of a contact that may have several; true when it had one already.
  ///
  /// The contact came with its first row and ended with its best: answered, if any of them was. Talk of
  /// several agents is added up.
  mutating func take(_ contact: Contact, _ identity: UInt64) -> Bool {
    guard var known = pending[identity] else {
      pending[identity] = contact
      return false
    }
    func rank(_ outcome: Contact.Outcome) -> Int {
      switch outcome {
      case .answered: 3
      case .timedOut: 2
      case .abandoned: 1
      case .unknown: 0
      }
    }
    func sum(_ a: Double?, _ b: Double?) -> Double? { a.map { $0 + (b ?? 0) } ?? b }
    let arrival = min(known.arrival, contact.arrival)
    if contact.outcome == .answered, known.outcome == .answered {
      known.talk = sum(known.talk, contact.talk)
      known.hold = sum(known.hold, contact.hold)
      known.afterWork = sum(known.afterWork, contact.afterWork)
      known.handle = sum(known.handle, contact.handle)
    } else if rank(contact.outcome) > rank(known.outcome) {
      let waited = contact.wait.map { $0 + Double(contact.arrival - arrival) }
      let identity = known.identity
      known = contact
      known.identity = identity
      known.wait = waited
    }
    known.arrival = arrival
    pending[identity] = known
    return true
  }

  struct IntervalKey: Hashable, Comparable {
    var queue: Int
    var start: Int64
    /// Whose part of it; 0 where rows are not of agents.
    var part: UInt64

    static func < (a: IntervalKey, b: IntervalKey) -> Bool {
      (a.queue, a.start, a.part) < (b.queue, b.start, b.part)
    }
  }
}

func greatestDivisor(_ a: Int, _ b: Int) -> Int {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}
