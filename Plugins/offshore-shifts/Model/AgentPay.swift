public import CivilTime

/// A stretch of paid work in which nothing changes: one factor, and the rules it came from.
public struct PayLine: Hashable, Sendable {
  /// One rule's share in the factor.
  public struct Part: Hashable, Sendable {
    public var rule: String
    public var factor: Double
    /// Whether the number is added to what the others give, rather than composed with them.
    public var isAdded = false
    /// What it pays for: `overtime`, `holiday`, `rest-day`, `night`, `unsocial hours`.
    public var reason = "unsocial hours"
  }

  public var start: Instant
  public var end: Instant
  /// The date whose hours it belongs to.
  public var workday: CivilDate
  /// When that workday began; tells two shifts that begin on one date apart.
  public var workdayStart: Instant
  /// Hours of basic pay for each hour.
  public var factor: Double
  /// What an hourly share of a daily allowance is multiplied with; 0 in overtime.
  public var allowanceFactor: Double
  public var parts: [Part]
  public var isOvertime: Bool
  /// Between 22:00 and 06:00 on the site's clock.
  public var isNight: Bool
  public var isHoliday: Bool
  public var isRestDay: Bool

  public var seconds: Int { end - start }
  public var hours: Double { Double(seconds) / 3600 }

  func sameRules(as other: PayLine) -> Bool {
    factor == other.factor && parts == other.parts && workdayStart == other.workdayStart
      && isOvertime == other.isOvertime && isNight == other.isNight
      && isHoliday == other.isHoliday && isRestDay == other.isRestDay
      && allowanceFactor == other.allowanceFactor
  }
}

/// Pay that no hour of work stands for: a missed meal, a missed rest break.
public struct PayExtra: Hashable, Sendable {
  public var workday: CivilDate
  public var rule: String
  /// One is paid per workday and kind.
  public var kind: PauseKind
  /// Hours of basic pay.
  public var hours: Double
}

/// One agent's pay, in hours of basic pay.
public struct AgentPay: Hashable, Sendable {
  public var agent: String
  public var lines: [PayLine] = []
  public var extras: [PayExtra] = []

  init(agent: String) { self.agent = agent }

  /// Hours worked and paid.
  public var paidHours: Double { hours { _ in true } }
  public var nightHours: Double { hours(\.isNight) }
  public var overtimeHours: Double { hours(\.isOvertime) }
  public var holidayHours: Double { hours(\.isHoliday) }
  public var restDayHours: Double { hours(\.isRestDay) }
  public var penaltyHours: Double { extras.reduce(0) { $0 + $1.hours } }

  /// Hours of basic pay that all of it comes to.
  public var basicHours: Double {
    lines.reduce(0) { $0 + $1.hours * $1.factor } + penaltyHours
  }

  /// Hours of a daily allowance, with the factors of holidays.
  public var allowanceHours: Double {
    lines.reduce(0) { $0 + $1.hours * $1.allowanceFactor }
  }

  /// The line that pays `instant`; nil when it is not paid.
  public func line(at instant: Instant) -> PayLine? {
    lines.first { $0.start <= instant && instant < $0.end }
  }

  private func hours(_ counts: (PayLine) -> Bool) -> Double {
    // Seconds first, so that sums of hours are exact.
    Double(lines.reduce(0) { $0 + (counts($1) ? $1.seconds : 0) }) / 3600
  }

  /// Of the penalties of one workday and kind only the first stays.
  mutating func keepOnePenaltyADay() {
    var kept: [PayExtra] = []
    for extra in extras
    where !kept.contains(where: { $0.workday == extra.workday && $0.kind == extra.kind }) {
      kept.append(extra)
    }
    extras = kept
  }
}
