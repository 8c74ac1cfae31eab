internal import CentreModel
internal import CivilTime
internal import Diagnostics

/// Work of somebody who is not in the roster: single shifts, and one more agent of a contract.
extension RelaxationFinder {
  /// For each kind of shift the best one, and the best ones up to ten together.
  func extraShifts() -> [RosterRelaxation] {
    var result: [RosterRelaxation] = []
    for (shape, kind) in compiled.kinds.enumerated() {
      var open = residual
      var total = 0
      var first: Residual.Shift?
      var count = 0
      while count < 10, let shift = bestShift(shape, open), shift.closes > 0 {
        if let first, shift.closes * 4 < first.closes { break }
        open.add(shift)
        total += shift.closes
        count += 1
        if count == 1 {
          first = shift
          result.append(
            RosterRelaxation(
              kind: .extraShift, who: kind.id, text: "one \(words(kind, shift))",
              paidHours: Double(kind.paidSeconds) / 3600, closes: intervals(total)))
        }
      }
      if count > 1 {
        result.append(
          RosterRelaxation(
            kind: .extraShift, who: kind.id,
            text: "\(count) shifts of kind \(kind.id) at their best times",
            paidHours: Double(count * kind.paidSeconds) / 3600, closes: intervals(total)))
      }
    }
    return result
  }

  private func words(_ kind: ShiftKind, _ shift: Residual.Shift) -> String {
    let start = compiled.calendar.origin + Int(shift.option.start)
    let end = compiled.calendar.origin + Int(shift.option.end)
    let names = Set(shift.queues.map { compiled.queues[$0] }).subtracting([""]).sorted()
    let queues = compiled.queues.count > 1 ? " in \(names.joined(separator: ", "))" : ""
    return "\(shown(.rest, kind.lengthSeconds)) shift (\(kind.id))\(queues) on \(dayText(start)) "
      + "\(clock(start))-\(clock(end))"
  }

  private func bestShift(_ shape: Int, _ open: Residual) -> Residual.Shift? {
    var best: Residual.Shift?
    // Nobody in particular has one skill, not all: a queue at a time.
    for queue in compiled.queues.indices {
      var short = [0]
      for t in 0..<open.steps { short.append(short[t] + (open.isShort(queue, t) ? 1 : 0)) }
      for option in compiled.search.options where Int(option.shape) == shape {
        let from = Int(option.step)
        let span = compiled.search.shapes[shape].span
        let most = short[from + span] - short[from]
        guard most > 0, most >= best?.closes ?? 0 else { continue }
        let shift = open.filled(option, [queue])
        // Of shifts that close as much the one that is least idle.
        if (shift.closes, -shift.idle) > (best?.closes ?? 0, -(best?.idle ?? 0)) { best = shift }
      }
    }
    return best
  }

  /// One more agent of each contract, free on all days, with the skills of an agent there.
  func extraAgents() -> [RosterRelaxation] {
    var result: [RosterRelaxation] = []
    for contract in problem.rules.contracts {
      let like = problem.agents.first { $0.contract == contract.id }
      var extra = RosterAgent(id: "extra", contract: contract.id)
      extra.skills = like?.skills ?? [:]
      var alone = problem
      alone.agents = [extra]
      guard let row = solved(alone, against: residual, from: nil) else { continue }
      guard row.paidHours > 0 else { continue }
      let shifts = chainedShifts(row.segments).count
      result.append(
        RosterRelaxation(
          kind: .extraAgent, who: contract.id,
          text: "one more agent of contract \(contract.id) (\(shifts) shifts)",
          paidHours: row.paidHours,
          closes: intervals(closed(row.segments))))
    }
    return result
  }

  /// How many missing steps some segments close.
  func closed(_ segments: [RosterSegment], of open: Residual? = nil) -> Int {
    var after = open ?? residual
    let before = after.missingSteps
    for segment in segments { after.add(segment, 1) }
    return before - after.missingSteps
  }

  /// Paid hours of an agent's present shifts.
  func paidHours(_ a: Int) -> Double {
    let seconds = shifts[a].reduce(0) { sum, shift in
      guard let (_, cell) = compiled.cell(of: shift, agent: a) else { return sum }
      return sum + compiled.paidSeconds([cell])
    }
    return Double(seconds) / 3600
  }

  /// The best row of a problem with one agent against what others leave open; nil when the rules
  /// cannot be kept.
  ///
  /// `from`: The agent's present shifts, to begin with.
  func solved(
    _ problem: RosterProblem, against open: Residual, from: [RosterSegment]?
  ) -> (segments: [RosterSegment], paidHours: Double)? {
    var alone = problem
    alone.requirement = open.requirement()
    alone.rules.presence = []
    alone.rules.seats = []
    alone.rules.pairs = []
    // Nobody is sent to work where nothing is missing.
    alone.rules.surplusWeight = max(alone.rules.surplusWeight, alone.rules.missingWeight / 100)
    alone.published = []
    // What the roster before works inside the horizon is no longer open.
    guard var compiled = try? CompiledRoster(alone, countsPrevious: false) else { return nil }
    if let from {
      for shift in chainedShifts(from) {
        guard let (day, cell) = compiled.cell(of: shift, agent: 0) else { continue }
        if compiled.search.freedom[day] == .free || compiled.search.freedom[day] == .on {
          compiled.search.initial[day] = cell
        }
      }
    }
    let plan = SearchPlan(compiled, RosterOptions(moves: 12_000 * max(1, problem.days / 7)))
    let result = plan.run(compiled, seed: 1, monitor: SearchMonitor(), fromInitial: from != nil)
    guard result.hard == 0 else { return nil }
    return (
      compiled.segments(result.cells), Double(compiled.paidSeconds(result.cells)) / 3600
    )
  }
}

extension CompiledRoster {
  func paidSeconds(_ cells: [Cell]) -> Int {
    cells.reduce(0) { sum, cell in
      guard !cell.isOff else { return sum }
      let option = search.options[Int(search.groupOptions[Int(cell.position)])]
      // Shifts that the roster before has inside the horizon have shapes of their own.
      return sum + search.shapes[Int(option.shape)].paidSeconds
    }
  }
}
