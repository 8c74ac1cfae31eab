internal import CentreModel
internal import CivilTime

// On which days an agent may work, and which days of leave stand for a shift.
extension Row {
  var contract: RosterContract? { input.rules.contract(named: agent.contract) }

  /// What the longest shift of the contract is paid.
  var longestPaid: Int { contract?.kinds.map(\.paidSeconds).max() ?? 0 }

  /// What a day of leave is paid.
  var leaveSeconds: Int {
    if let own = agent.leaveSeconds { return own }
    let paid = contract?.kinds.map(\.paidSeconds) ?? []
    return paid.isEmpty ? 0 : paid.reduce(0, +) / paid.count
  }

  /// Whether the rules promise hours, of which leave is paid some.
  func isPromisedHours(_ rule: WorkRule) -> Bool { rules[rule].map { $0.value > 0 } ?? false }

  private var availability: AvailabilityClass? {
    input.rules.availability.first { $0.id == agent.availability }
  }

  /// Whether leave on a day takes a shift away that there could have been.
  func isLeaveThatCounts(_ day: Int) -> Bool {
    let date = calendar.first + day
    guard agent.leave.contains(date), !calendar.closedDays.contains(day) else { return false }
    let classDays = availability?.days ?? []
    guard classDays.isEmpty || classDays.contains(date.weekday),
      contract?.kinds.contains(where: { $0.days.isEmpty || $0.days.contains(date.weekday) }) == true
    else { return false }
    let isInside = (0..<days).contains(day)
    return !isInside || calendar.neededDays.isEmpty || calendar.neededDays.contains(day)
  }

  /// A pin of the day that has somebody work, or none.
  func pin(on day: Int) -> RosterPin? {
    input.pins.first { pin in
      pin.agent == agent.id && pin.date == calendar.first + day && pin.kind != .off
    }
  }

  /// Whether a shift may start on a day of the horizon.
  func isOpen(_ day: Int) -> Bool {
    let date = calendar.first + day
    if agent.leave.contains(date) || agent.unavailableDates.contains(date) { return false }
    if input.pins.contains(where: {
      $0.agent == agent.id && $0.date == date && $0.kind == .off
    }) {
      return false
    }
    if case .shift = pin(on: day)?.kind { return true }
    if calendar.closedDays.contains(day), pin(on: day) == nil { return false }
    if let days = availability?.days, !days.isEmpty, !days.contains(date.weekday) { return false }
    return contract?.kinds.contains { kind in
      (0..<1440).contains { minute in mayStart(kind, minute, date.weekday) }
    } == true
  }

  private func mayStart(_ kind: ShiftKind, _ minute: Int, _ weekday: Weekday) -> Bool {
    if !kind.days.isEmpty, !kind.days.contains(weekday) { return false }
    let isListed = kind.starts.contains { $0.from == $0.to && $0.from == minute }
    if !isListed, minute % kind.startEveryMinutes != 0 { return false }
    if !isListed, !kind.starts.isEmpty,
      !kind.starts.contains(where: { $0.from <= minute && minute <= $0.to })
    {
      return false
    }
    if let window = agent.startWindow, minute < window.from || minute > window.to { return false }
    guard let hours = availability?.hours, !hours.isEmpty else { return true }
    return hours.contains {
      $0.from <= minute && minute * 60 + kind.lengthSeconds <= $0.to * 60
    }
  }
}
