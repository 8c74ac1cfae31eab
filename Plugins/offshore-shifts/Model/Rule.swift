public import CivilTime

/// One dated rule of a jurisdiction: what it says, who said it, since when, and its arithmetic.
///
/// Every legal number of this plugin is a `Rule` read from a data file; there are none in the code.
public struct Rule: Hashable, Sendable {
  /// How far the rule was checked against its source.
  public enum Mark: String, CaseIterable, Hashable, Sendable {
    /// The text of the rule, or an official page, was read.
    case verified = "V"
    /// A secondary source was read: a law firm, a vendor, the press.
    case secondary = "V2"
    /// General knowledge, not checked: check it before calling a plan compliant.
    case unverified = "M"
    /// Computed from other rules.
    case derived = "D"
  }

  /// Unique in its file, such as `PH-NIGHT`.
  public var id: String
  /// The slot the rule fills. Two rules of one topic may not be in force on one date, and a state's
  /// rule takes the place of the country's of the same topic.
  public var topic: String
  /// The state whose overlay the rule belongs to; nil for the country itself.
  public var state: String?
  /// The first date in force.
  public var from: CivilDate
  /// The last date in force; nil when no end is known.
  public var to: CivilDate?
  public var authority: String
  public var mark: Mark
  /// The rule in one sentence, for people.
  public var sentence: String
  public var body: RuleBody
  public var examples: [RuleExample]

  /// Whether the rule is in force on `date`.
  public func inForce(on date: CivilDate) -> Bool {
    from <= date && (to.map { date <= $0 } ?? true)
  }
}

/// What a rule does.
public enum RuleBody: Hashable, Sendable {
  /// Pay on a kind of day. Of all that apply the highest counts.
  case day(DayRule)
  /// Pay in a stretch of the clock. Of all that apply the highest counts.
  case night(NightRule)
  /// Pay beyond a number of hours. Of all that apply the highest counts.
  case overtime(OvertimeRule)
  /// Pay for the whole of a shift by when it ends. Of all that apply the highest counts.
  case shift(ShiftRule)
  /// Added to whatever the other rules give, by contract.
  case loading(LoadingRule)
  /// Sorts shifts into day, mixed and night by their hours in a stretch of the clock.
  case shiftClass(ShiftClassRule)
  /// A pause that counts as working time although the roster calls it unpaid.
  case paidPause(PaidPauseRule)
  /// A meal that a long shift must have.
  case meal(MealRule)
  /// Short paid pauses that a long shift must have.
  case restBreaks(RestBreakRule)
  /// A bound on hours, rest or days.
  case limit(LimitRule)
  /// Night work that needs the agent's consent.
  case consent(ConsentRule)
  /// Clock times are rounded before they are paid.
  case rounding(RoundingRule)
  /// A default of the cost model.
  case cost(CostRule)
  /// A duty without arithmetic.
  case note
}

/// When a rule applies: every one of `all`, and one of `any` when there are some.
public struct RuleConditions: Hashable, Sendable {
  public var all: [RuleCondition]
  public var any: [RuleCondition]

  public init(all: [RuleCondition] = [], any: [RuleCondition] = []) {
    self.all = all
    self.any = any
  }

  func hold(_ truth: (RuleCondition.Fact) -> Bool) -> Bool {
    all.allSatisfy { truth($0.fact) != $0.negated }
      && (any.isEmpty || any.contains { truth($0.fact) != $0.negated })
  }
}

/// One fact about a minute of work, or its opposite (written with `!` before it).
public struct RuleCondition: Hashable, Sendable {
  public enum Fact: Hashable, Sendable {
    /// At least `times` holidays of this kind fall on the day.
    case holiday(kind: String, times: Int)
    case restDay
    case weekday(Weekday)
    /// The contract has this trait, such as `casual`.
    case trait(String)
    /// The shift is of this class, by the jurisdiction's shift-class rule.
    case shiftClass(ShiftClass)
  }

  public var fact: Fact
  public var negated: Bool

  /// Reads `regular`, `double-regular`, `rest-day`, `Sun`, `trait:casual`, `shift:night`, each with
  /// an optional `!` before it; nil for anything else.
  public init?(_ text: String) {
    negated = text.hasPrefix("!")
    let name = negated ? String(text.dropFirst()) : text
    if name == "rest-day" {
      fact = .restDay
    } else if let day = Weekday.allCases.first(where: { $0.shortName == name }) {
      fact = .weekday(day)
    } else if name.hasPrefix("trait:"), name.count > 6 {
      fact = .trait(String(name.dropFirst(6)))
    } else if name.hasPrefix("shift:"), let c = ShiftClass(rawValue: String(name.dropFirst(6))) {
      fact = .shiftClass(c)
    } else if HolidayKind(rawValue: name) != nil {
      fact = .holiday(kind: name, times: 1)
    } else if name.hasPrefix("double-"), HolidayKind(rawValue: String(name.dropFirst(7))) != nil {
      fact = .holiday(kind: String(name.dropFirst(7)), times: 2)
    } else {
      return nil
    }
  }
}

/// A shift by how much of it lies in the night.
public enum ShiftClass: String, CaseIterable, Hashable, Sendable {
  case day, mixed, night
}

/// A stretch of the local clock, from `start` until before `end`, in minutes after midnight; it
/// passes midnight when `end` is not after `start`.
public struct ClockWindow: Hashable, Sendable {
  public var start: Int
  public var end: Int

  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  public func contains(_ minute: Int) -> Bool {
    start < end ? start <= minute && minute < end : minute >= start || minute < end
  }
}

public struct DayRule: Hashable, Sendable {
  public var when: RuleConditions
  public var factor: Double
  /// What a daily allowance is multiplied with on such a day.
  public var allowanceFactor: Double
  /// Pay for the day when it is not worked, in days' pay.
  public var unworkedDays: Double
}

public struct NightRule: Hashable, Sendable {
  public var window: ClockWindow
  public var when: RuleConditions
  public var factor: Double
  /// Whether overtime rules already contain the night, so that this does not come on top.
  public var exceptOvertime: Bool
}

public struct OvertimeRule: Hashable, Sendable {
  /// Which hours are counted.
  public enum Basis: String, CaseIterable, Hashable, Sendable {
    /// Hours worked in the workday.
    case day
    /// Hours of the workweek that are not overtime already.
    case week
    /// Hours of several weeks that are not overtime already.
    case period
    /// Hours of the seventh day in a row of a workweek.
    case seventhDay = "seventh-day"
    /// Overtime hours of the workweek.
    case overtimeWeek = "overtime-week"
    /// Overtime hours of the workday.
    case overtimeDay = "overtime-day"

    /// Whether it counts overtime, and so applies only where another rule makes overtime.
    var countsOvertime: Bool { self == .overtimeWeek || self == .overtimeDay }
    /// Hours of a shift that began less than `restHours` after the one before.
    case shortRest = "short-rest"
  }
  public var basis: Basis
  /// Overtime begins after this many minutes.
  public var afterMinutes: Int
  public var factor: Double
  public var when: RuleConditions
  public var window: ClockWindow?
  /// For `period`: its length in weeks and the first date of one of them.
  public var periodWeeks: Int
  public var anchor: CivilDate?
  /// For `shortRest`, in minutes.
  public var restMinutes: Int
}

public struct ShiftRule: Hashable, Sendable {
  /// The stretch of the clock in which the shift ends; its end belongs to it.
  public var endsIn: ClockWindow
  public var when: RuleConditions
  public var factor: Double
}

public struct LoadingRule: Hashable, Sendable {
  public var when: RuleConditions
  /// Added to the factor.
  public var add: Double
  public var exceptOvertime: Bool
}

public struct ShiftClassRule: Hashable, Sendable {
  public var window: ClockWindow
  /// From this many minutes of the window on, the shift is a night shift.
  public var nightFromMinutes: Int
}

public struct PaidPauseRule: Hashable, Sendable {
  public var pause: PauseKind
  /// An unpaid pause shorter than this is paid all the same.
  public var paidBelowMinutes: Int
}

public struct MealRule: Hashable, Sendable {
  /// The meal is due in shifts longer than this.
  public var afterMinutes: Int
  public var minimumMinutes: Int
  /// Minutes after the start of the shift by which it has begun.
  public var startByMinutes: Int?
  /// Which of the shift's meals this is, from 1.
  public var number: Int
  /// Shifts up to this length may do without when the contract has the trait `meal-waiver`.
  public var waivableUpToMinutes: Int
  public var penaltyHours: Double
  /// Conditions look at the contract only.
  public var when: RuleConditions
  public var severity: Severity
}

public struct RestBreakRule: Hashable, Sendable {
  public var minimumMinutes: Int
  /// Ascending: shifts of at least (or, when `strictly`, of more than) so many minutes need so many.
  public var bands: [Band]
  public var penaltyHours: Double
  public var severity: Severity

  public struct Band: Hashable, Sendable {
    public var minutes: Int
    public var count: Int
    public var strictly: Bool
  }
}

public struct LimitRule: Hashable, Sendable {
  public enum Limit: String, CaseIterable, Hashable, Sendable {
    case dayHours = "day-hours"
    case weekHours = "week-hours"
    case averageWeekHours = "average-week-hours"
    case spreadHours = "spread-hours"
    case stretchHours = "stretch-hours"
    case restHours = "rest-hours"
    case weeklyRestHours = "weekly-rest-hours"
    case consecutiveDays = "consecutive-days"
    case nightAverageHours = "night-average-hours"
    case overtimeDayHours = "overtime-day-hours"
    case overtimeWeekHours = "overtime-week-hours"
    case noticeDays = "notice-days"
    case postingDays = "posting-days"

    /// Whether the value is a number of whole days.
    var countsDays: Bool {
      switch self {
      case .consecutiveDays, .noticeDays, .postingDays: true
      default: false
      }
    }

    /// Whether a limit of 0 makes sense: no overtime, no night work on average.
    var mayBeNothing: Bool {
      switch self {
      case .overtimeDayHours, .overtimeWeekHours, .nightAverageHours: true
      default: false
      }
    }

    /// Whether the value is the least allowed rather than the most.
    public var isMinimum: Bool {
      switch self {
      case .restHours, .weeklyRestHours, .noticeDays, .postingDays: true
      default: false
      }
    }
  }
  public var limit: Limit
  public var value: Double
  /// Weeks an average runs over, or days in which a weekly rest must fall.
  public var window: Int
  /// How many rests of `value` hours each must fall into the window; one after the other may do.
  public var times: Int
  /// The night of `night-average-hours`.
  public var night: ClockWindow?
  public var when: RuleConditions
  public var severity: Severity
}

public struct ConsentRule: Hashable, Sendable {
  public var window: ClockWindow
  /// The agents it protects, by contract trait; empty for all.
  public var protects: String
  /// The trait that records the consent.
  public var needs: String
  public var severity: Severity
}

public struct RoundingRule: Hashable, Sendable {
  public enum Direction: String, CaseIterable, Hashable, Sendable {
    case nearest, up, down
  }
  public var minutes: Int
  public var direction: Direction
}

public struct CostRule: Hashable, Sendable {
  /// The parameter of the cost model it sets.
  public var parameter: String
  public var value: Double
}

/// How grave it is when a rule is broken.
public enum Severity: String, CaseIterable, Hashable, Sendable {
  case error, warning, notice
}

/// A sentence, some work, and what the rule makes of it; tests run every one.
public struct RuleExample: Hashable, Sendable {
  public var say: String
  /// Shifts such as `2026-12-24 22:00 to 2026-12-25 07:00 meal 02:00-03:00`, on the site's clock.
  public var work: [String]
  /// Holidays such as `2026-12-25 regular`.
  public var holidays: [String]
  public var restDays: [String]
  public var traits: [String]
  /// In how many weeks after each other the same work is done.
  public var repeatWeeks: Int
  /// When the roster is made known, for rules on notice.
  public var published: String?
  /// For a cost: a month's basic pay of one agent, and what the parameter adds to it.
  public var wage: Double?
  public var costs: Double?
  /// A minute whose factor is `factor`.
  public var at: String?
  public var factor: Double?
  /// Hours of basic pay that all the work comes to.
  public var hours: Double?
  /// Whether the work breaks this rule.
  public var breaks: Bool?
}
