/// What is to be known of a rule beside its name: one table, for all who compare, loosen or tell of
/// limits.
extension WorkRule {
  /// What the limit is measured in.
  public enum Measure: Hashable, Sendable {
    /// A whole number of shifts, days, weekends or nights.
    case count
    /// Seconds, written as a duration such as `11h`.
    case duration
    /// Seconds, written as a number of hours.
    case hours
    /// On or off; the limit is 1 when on.
    case flag
  }

  /// On which side of the limit a roster must stay.
  public enum Direction: Hashable, Sendable {
    /// At least so much: a larger limit is the stricter one.
    case least
    /// At most so much: a smaller limit is the stricter one.
    case most
  }

  /// Over what is counted.
  public enum Span: Hashable, Sendable {
    /// From one shift to the next, or a run of days.
    case shifts
    case week
    /// The weekends of a month.
    case month
    case horizon
  }

  public struct Facts: Hashable, Sendable {
    public var measure: Measure
    public var direction: Direction
    public var span: Span
    /// What is counted, as a noun: `shifts in a week`.
    public var words: String
  }

  public var facts: Facts {
    switch self {
    case .rest: Facts(.duration, .least, .shifts, "rest between shifts")
    case .minShiftsPerWeek: Facts(.count, .least, .week, "shifts in a week")
    case .maxShiftsPerWeek: Facts(.count, .most, .week, "shifts in a week")
    case .wishedShiftsPerWeek: Facts(.count, .least, .week, "wished shifts in a week")
    case .minHoursPerWeek: Facts(.hours, .least, .week, "paid hours in a week")
    case .maxHoursPerWeek: Facts(.hours, .most, .week, "paid hours in a week")
    case .minShifts: Facts(.count, .least, .horizon, "shifts")
    case .maxShifts: Facts(.count, .most, .horizon, "shifts")
    case .minHours: Facts(.hours, .least, .horizon, "paid hours")
    case .maxHours: Facts(.hours, .most, .horizon, "paid hours")
    case .daysOffTogether: Facts(.count, .least, .week, "days off together in a week")
    case .maxDaysInRow: Facts(.count, .most, .shifts, "days in a row")
    case .minDaysInRow: Facts(.count, .least, .shifts, "days in a row")
    case .minDaysOffInRow: Facts(.count, .least, .shifts, "days off in a row")
    case .maxWeekends: Facts(.count, .most, .horizon, "weekends worked")
    case .maxWeekendsPerMonth: Facts(.count, .most, .month, "weekends worked in a month")
    case .wholeWeekends: Facts(.flag, .least, .week, "weekends worked whole or not at all")
    case .maxNightsPerWeek: Facts(.count, .most, .week, "nights in a week")
    case .maxNightsInRow: Facts(.count, .most, .shifts, "nights in a row")
    case .maxNights: Facts(.count, .most, .horizon, "nights")
    case .restAfterNights: Facts(.duration, .least, .shifts, "rest after nights")
    case .maxStartSpread: Facts(.duration, .most, .week, "distance of starts within a week")
    case .maxEarlierStart: Facts(.duration, .most, .shifts, "start earlier than the day before")
    }
  }

  public var measure: Measure { facts.measure }
  public var direction: Direction { facts.direction }
  public var span: Span { facts.span }

  /// The rule that limits the same thing from the other side.
  public var opposite: WorkRule? {
    switch self {
    case .minShiftsPerWeek: .maxShiftsPerWeek
    case .maxShiftsPerWeek: .minShiftsPerWeek
    case .minHoursPerWeek: .maxHoursPerWeek
    case .maxHoursPerWeek: .minHoursPerWeek
    case .minShifts: .maxShifts
    case .maxShifts: .minShifts
    case .minHours: .maxHours
    case .maxHours: .minHours
    case .minDaysInRow: .maxDaysInRow
    case .maxDaysInRow: .minDaysInRow
    default: nil
    }
  }

  /// Whether `a` asks more of a roster than `b`.
  public func isStricter(_ a: Int, than b: Int) -> Bool {
    switch direction {
    case .least: a > b
    case .most: a < b
    }
  }
}

extension WorkRule.Facts {
  fileprivate init(
    _ measure: WorkRule.Measure, _ direction: WorkRule.Direction, _ span: WorkRule.Span,
    _ words: String
  ) {
    self.init(measure: measure, direction: direction, span: span, words: words)
  }
}
