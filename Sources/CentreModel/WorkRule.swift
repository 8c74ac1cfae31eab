/// One rule about one agent's working times, by its name in the rules file.
///
/// Every rule is a limit on something that is counted per shift, per pair of shifts, per week or per
/// horizon; what is counted stands at each case, and ``facts`` says the rest. A week is seven days from
/// the week's first day. What was worked before the horizon counts in a week that the horizon cuts; such
/// a week is held to its maxima, and to its minima where all of it is known.
public enum WorkRule: String, CaseIterable, Hashable, Sendable {
  /// Least elapsed time between the end of a shift and the start of the next one.
  case rest
  /// Fewest shifts that start in a whole week.
  case minShiftsPerWeek = "min_shifts_per_week"
  /// Most shifts that start in a week.
  case maxShiftsPerWeek = "max_shifts_per_week"
  /// Shifts an agent wishes to have in a whole week; a minimum that is normally soft.
  case wishedShiftsPerWeek = "wished_shifts_per_week"
  /// Fewest paid hours of the shifts that start in a whole week.
  case minHoursPerWeek = "min_hours_per_week"
  /// Most paid hours of the shifts that start in a week.
  case maxHoursPerWeek = "max_hours_per_week"
  /// Fewest shifts in the horizon.
  case minShifts = "min_shifts"
  /// Most shifts in the horizon.
  case maxShifts = "max_shifts"
  /// Fewest paid hours in the horizon.
  case minHours = "min_hours"
  /// Most paid hours in the horizon.
  case maxHours = "max_hours"
  /// Neighbouring days without a shift start, all inside the week, once in every whole week.
  case daysOffTogether = "days_off_together"
  /// Most days in a row on which a shift starts; days before the horizon count.
  case maxDaysInRow = "max_days_in_row"
  /// Fewest days in a row worked; a run that touches an end of the horizon is let be.
  case minDaysInRow = "min_days_in_row"
  /// Fewest days off in a row; a run that touches an end of the horizon is let be.
  case minDaysOffInRow = "min_days_off_in_row"
  /// Most weekends of the horizon of which Saturday or Sunday is worked.
  case maxWeekends = "max_weekends"
  /// Most weekends worked in a calendar month, by the month of the Saturday.
  case maxWeekendsPerMonth = "max_weekends_per_month"
  /// A weekend is worked on both days or on neither.
  case wholeWeekends = "whole_weekends"
  /// Most night shifts that start in a week.
  case maxNightsPerWeek = "max_nights_per_week"
  /// Most days in a row on which a night shift starts.
  case maxNightsInRow = "max_nights_in_row"
  /// Most night shifts in the horizon.
  case maxNights = "max_nights"
  /// Least elapsed time between the end of a night shift and the start of a next shift that is none.
  case restAfterNights = "rest_after_nights"
  /// Largest difference between the earliest and the latest start by the clock within a week.
  case maxStartSpread = "max_start_spread"
  /// How much earlier by the clock a shift may start than the shift of the day before.
  case maxEarlierStart = "max_earlier_start"

  /// The position among all rules.
  public var index: Int { Self.order[self] ?? 0 }

  private static let order = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// The limit of a rule, and what breaking it costs.
public struct RosterLimit: Hashable, Sendable {
  /// A count, or seconds; see ``WorkRule/Measure-swift.enum``.
  public var value: Int
  /// Nil: the rule is hard. Else what one unit of excess costs, in thousandths of a missing
  /// agent-interval. A unit is one for counts, one hour or a part of it for times.
  public var weight: Int?

  public init(_ value: Int, weight: Int? = nil) {
    self.value = value
    self.weight = weight
  }

  public var isHard: Bool { weight == nil }
}

/// The rules that hold for an agent: a limit for each rule that is set.
public struct WorkRules: Hashable, Sendable {
  private var limits: [RosterLimit?]

  public init(_ limits: [WorkRule: RosterLimit] = [:]) {
    self.limits = WorkRule.allCases.map { limits[$0] }
  }

  public subscript(rule: WorkRule) -> RosterLimit? {
    get { limits[rule.index] }
    set { limits[rule.index] = newValue }
  }

  /// These rules with those that `other` sets in their place.
  public func overridden(by other: WorkRules) -> WorkRules {
    var result = self
    for (index, limit) in other.limits.enumerated() {
      if let limit { result.limits[index] = limit }
    }
    return result
  }

  public var isEmpty: Bool { limits.allSatisfy { $0 == nil } }
}
