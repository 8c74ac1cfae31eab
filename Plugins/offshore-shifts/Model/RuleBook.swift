internal import CivilTime

/// The rules in force on one date, sorted by what they do.
struct RuleSet: Sendable {
  struct Entry<Body: Sendable>: Sendable {
    let id: String
    let body: Body
  }

  var days: [Entry<DayRule>] = []
  var nights: [Entry<NightRule>] = []
  var overtimes: [Entry<OvertimeRule>] = []
  var shifts: [Entry<ShiftRule>] = []
  var loadings: [Entry<LoadingRule>] = []
  var paidPauses: [Entry<PaidPauseRule>] = []
  var meals: [Entry<MealRule>] = []
  var restBreaks: [Entry<RestBreakRule>] = []
  var limits: [Entry<LimitRule>] = []
  var consents: [Entry<ConsentRule>] = []
  var costs: [Entry<CostRule>] = []
  var shiftClass: ShiftClassRule?
  var rounding: RoundingRule?
  /// Seconds of the local day at which something may change, ascending, midnight (86,400) last.
  var edges: [Int] = []

  init(_ rules: [Rule]) {
    var minutes: Set<Int> = [
      1440, PayEngine.reportedNight.start, PayEngine.reportedNight.end,
    ]
    func edge(_ window: ClockWindow) { minutes.formUnion([window.start, window.end]) }
    for rule in rules {
      switch rule.body {
      case .day(let body): days.append(.init(id: rule.id, body: body))
      case .night(let body):
        nights.append(.init(id: rule.id, body: body))
        edge(body.window)
      case .overtime(let body):
        overtimes.append(.init(id: rule.id, body: body))
        if let window = body.window { edge(window) }
      case .shift(let body): shifts.append(.init(id: rule.id, body: body))
      case .loading(let body): loadings.append(.init(id: rule.id, body: body))
      case .shiftClass(let body): shiftClass = body
      case .paidPause(let body): paidPauses.append(.init(id: rule.id, body: body))
      case .meal(let body): meals.append(.init(id: rule.id, body: body))
      case .restBreaks(let body): restBreaks.append(.init(id: rule.id, body: body))
      case .limit(let body): limits.append(.init(id: rule.id, body: body))
      case .consent(let body): consents.append(.init(id: rule.id, body: body))
      case .rounding(let body): rounding = body
      case .cost(let body): costs.append(.init(id: rule.id, body: body))
      case .note: break
      }
    }
    minutes.remove(0)
    edges = minutes.sorted().map { $0 * 60 }
  }
}

/// The rules of a jurisdiction and state by date, looked up in O(log changes).
struct RuleBook: Sendable {
  private let from: [CivilDate]
  private let sets: [RuleSet]

  init(_ jurisdiction: Jurisdiction, state: String?) {
    from = jurisdiction.changeDates
    // Before the first date nothing is in force.
    sets = [RuleSet([])] + from.map { RuleSet(jurisdiction.rules(on: $0, state: state)) }
  }

  func set(on date: CivilDate) -> RuleSet {
    var low = 0
    var high = from.count
    while low < high {
      let middle = (low + high) / 2
      if from[middle] <= date { low = middle + 1 } else { high = middle }
    }
    return sets[low]
  }
}
