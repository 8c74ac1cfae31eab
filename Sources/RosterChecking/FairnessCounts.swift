public import CentreModel
internal import CivilTime

/// What an agent had of what nobody likes.
public struct FairnessCounts: Hashable, Sendable {
  public var nights = 0
  public var weekends = 0
  public var unpopular = 0
  /// Weekends by calendar month of their Saturday, as `year * 12 + month`.
  public var weekendsByMonth: [Int: Int] = [:]

  public init() {}
}

/// Nights, weekends and unpopular shifts of each agent in a roster.
public func fairnessCounts(
  _ segments: [RosterSegment], _ input: RosterCheckInput
) -> [String: FairnessCounts] {
  let calendar = CheckCalendar(input)
  let byAgent = Dictionary(grouping: segments, by: \.agent)
  let before = Dictionary(grouping: input.previous, by: \.agent)
  var result: [String: FairnessCounts] = [:]
  for agent in input.agents {
    var ignored: [RosterViolation] = []
    let shifts = workedShifts(
      byAgent[agent.id] ?? [], agent: agent, input, calendar, &ignored)
    var counts = FairnessCounts()
    var saturdays: Set<Int> = []
    for shift in shifts {
      if shift.isNight { counts.nights += 1 }
      if shift.isUnpopular { counts.unpopular += 1 }
      switch (calendar.first + shift.day).weekday {
      case .saturday: saturdays.insert(shift.day)
      case .sunday: saturdays.insert(shift.day - 1)
      default: break
      }
    }
    // A weekend begun before the horizon has been counted there.
    let earlier = (before[agent.id] ?? []).map { input.zone.date(at: $0.start) - calendar.first }
    if earlier.contains(-1) { saturdays.remove(-1) }
    counts.weekends = saturdays.count
    for day in saturdays {
      let date = calendar.first + day
      counts.weekendsByMonth[date.year * 12 + date.month, default: 0] += 1
    }
    result[agent.id] = counts
  }
  return result
}
