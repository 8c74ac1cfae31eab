public import CivilTime

/// What interrupts the work of a shift.
public enum PauseKind: String, CaseIterable, Hashable, Sendable {
  case `break`
  case meal
}

/// One pause within a shift, from `start` until before `end`.
public struct Pause: Hashable, Sendable {
  public var kind: PauseKind
  public var start: Instant
  public var end: Instant
  /// What the roster says; a paid-pause rule may turn an unpaid one into a paid one.
  public var paid: Bool

  public init(kind: PauseKind, start: Instant, end: Instant, paid: Bool) {
    self.kind = kind
    self.start = start
    self.end = end
    self.paid = paid
  }

  public var seconds: Int { end - start }
}

/// One shift of one agent, in elapsed time, with its pauses in order.
public struct WorkShift: Hashable, Sendable {
  public var start: Instant
  public var end: Instant
  public var pauses: [Pause]

  public init(start: Instant, end: Instant, pauses: [Pause] = []) {
    self.start = start
    self.end = end
    self.pauses = pauses.sorted { $0.start < $1.start }
  }

  /// The time from the first to the last second.
  public var elapsedSeconds: Int { end - start }
}

/// All that is known of one agent's work when it is priced and checked.
public struct AgentWork: Hashable, Sendable {
  public var agent: String
  /// Ascending by start and without overlap; shifts of the weeks before may come first, so that
  /// weekly counts and rests are right.
  public var shifts: [WorkShift]
  /// Dates that are the agent's weekly rest, whether worked or not.
  public var restDays: Set<CivilDate>
  /// What the contract says, such as `casual`, `opt-out` or `compressed-week`.
  public var traits: Set<String>

  public init(
    agent: String, shifts: [WorkShift], restDays: Set<CivilDate> = [], traits: Set<String> = []
  ) {
    self.agent = agent
    self.shifts = shifts.sorted { $0.start < $1.start }
    self.restDays = restDays
    self.traits = traits
  }
}

/// The holidays that labour and pay rules look at: how many of each kind fall on a date.
public struct WorkHolidays: Hashable, Sendable {
  private var kinds: [CivilDate: [String]]

  public init(_ rows: [(date: CivilDate, kind: String)] = []) {
    kinds = [:]
    for row in rows { kinds[row.date, default: []].append(row.kind) }
  }

  /// The kinds on `date`, one entry a holiday.
  public func kinds(on date: CivilDate) -> [String] { kinds[date] ?? [] }

  /// The dates with a holiday, ascending.
  public var dates: [CivilDate] { kinds.keys.sorted() }

  func count(_ kind: String, on date: CivilDate) -> Int {
    kinds[date]?.count { $0 == kind } ?? 0
  }
}
