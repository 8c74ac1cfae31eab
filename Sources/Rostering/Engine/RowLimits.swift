internal import CentreModel

/// The limits of a rule set with fixed fields, for the inner loop.
struct RowLimits {
  struct Limit {
    /// -1: not set.
    var value: Int32 = -1
    var weight: Int32 = SearchProblem.RuleSet.hard
    @inline(__always) var isSet: Bool { value >= 0 }
    @inline(__always) var int: Int { Int(value) }
  }

  var rest = Limit()
  var minShiftsPerWeek = Limit()
  var maxShiftsPerWeek = Limit()
  var wishedShiftsPerWeek = Limit()
  var minHoursPerWeek = Limit()
  var maxHoursPerWeek = Limit()
  var minShifts = Limit()
  var maxShifts = Limit()
  var minHours = Limit()
  var maxHours = Limit()
  var daysOffTogether = Limit()
  var maxDaysInRow = Limit()
  var minDaysInRow = Limit()
  var minDaysOffInRow = Limit()
  var maxWeekends = Limit()
  var maxWeekendsPerMonth = Limit()
  var wholeWeekends = Limit()
  var maxNightsPerWeek = Limit()
  var maxNightsInRow = Limit()
  var maxNights = Limit()
  var restAfterNights = Limit()
  var maxStartSpread = Limit()
  var maxEarlierStart = Limit()
  var hasShapeLimits = false

  init(_ set: SearchProblem.RuleSet) {
    for (index, rule) in WorkRule.allCases.enumerated() {
      self[keyPath: Self.field(rule)] = Limit(
        value: set.limits[index], weight: set.weights[index])
    }
    hasShapeLimits = set.shapeLimits.contains { $0 >= 0 }
  }

  private static func field(_ rule: WorkRule) -> WritableKeyPath<RowLimits, Limit> {
    switch rule {
    case .rest: \.rest
    case .minShiftsPerWeek: \.minShiftsPerWeek
    case .maxShiftsPerWeek: \.maxShiftsPerWeek
    case .wishedShiftsPerWeek: \.wishedShiftsPerWeek
    case .minHoursPerWeek: \.minHoursPerWeek
    case .maxHoursPerWeek: \.maxHoursPerWeek
    case .minShifts: \.minShifts
    case .maxShifts: \.maxShifts
    case .minHours: \.minHours
    case .maxHours: \.maxHours
    case .daysOffTogether: \.daysOffTogether
    case .maxDaysInRow: \.maxDaysInRow
    case .minDaysInRow: \.minDaysInRow
    case .minDaysOffInRow: \.minDaysOffInRow
    case .maxWeekends: \.maxWeekends
    case .maxWeekendsPerMonth: \.maxWeekendsPerMonth
    case .wholeWeekends: \.wholeWeekends
    case .maxNightsPerWeek: \.maxNightsPerWeek
    case .maxNightsInRow: \.maxNightsInRow
    case .maxNights: \.maxNights
    case .restAfterNights: \.restAfterNights
    case .maxStartSpread: \.maxStartSpread
    case .maxEarlierStart: \.maxEarlierStart
    }
  }
}

/// Broken rules of one agent's row: units of hard excess, and the cost of the soft ones.
struct RowScore {
  var hard = 0
  var soft = 0

  @inline(__always)
  mutating func charge(_ excess: Int, _ weight: Int32) {
    if weight == SearchProblem.RuleSet.hard {
      hard &+= excess
    } else {
      soft &+= excess &* Int(weight)
    }
  }
}
