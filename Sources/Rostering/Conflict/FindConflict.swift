// Goal: whose rules contradict each other, and the smallest set of them that does.
// Method: an exact test of every row before any search; the conditions of a row that cannot be kept
// are left out one by one, and those without which it could be kept remain (deletion filtering,
// Chinneck and Dravnieks 1991). What would resolve it is tried out, the smallest step first.

internal import CentreModel
internal import CivilTime
internal import Diagnostics

extension RosterProblem {
  /// The first conflict of one agent's rules, or of a pair's; nil when none is proven.
  func rowConflict(_ compiled: CompiledRoster) -> RosterConflict? {
    var impossible: [Int] = []
    // A hundred steps find a way through most rows; a few hard ones must not use up the time of all.
    var steps = 3_000_000
    for a in compiled.agents.indices where steps > 0 && !isFree(a, compiled) {
      var search = RowSearch(compiled, agents: [a], steps: min(steps, 30_000))
      if search.answer() == .impossible { impossible.append(a) }
      steps -= search.stepsDone
    }
    let ids = compiled.agents.map(\.id)
    if let first = impossible.first {
      var conflict = smallestConflict([ids[first]])
      conflict?.alsoConcerned = impossible.dropFirst().map { ids[$0] }
      return conflict
    }
    for pair in compiled.search.pairs where pair.weight == SearchProblem.RuleSet.hard {
      var search = RowSearch(compiled, agents: [pair.first, pair.second])
      if search.answer() == .impossible {
        return smallestConflict([ids[pair.first], ids[pair.second]])
      }
    }
    return nil
  }

  /// Whether an empty row keeps every rule, so that nothing needs to be looked for.
  private func isFree(_ a: Int, _ compiled: CompiledRoster) -> Bool {
    let problem = compiled.search
    let set = problem.ruleSets[problem.agents[a].ruleSet]
    let asks = [
      WorkRule.minShiftsPerWeek, .wishedShiftsPerWeek, .minHoursPerWeek, .minShifts, .minHours,
      .daysOffTogether,
    ].contains {
      set.limits[$0.index] > 0 && set.weights[$0.index] == SearchProblem.RuleSet.hard
    }
    if asks { return false }
    return (0..<problem.days).allSatisfy { day in
      let freedom = problem.freedom[a * problem.days + day]
      return freedom != .on
        && !(freedom == .fixed && !problem.initial[a * problem.days + day].isOff)
    }
  }

  /// An irreducible set of conditions that these agents cannot keep together.
  private func smallestConflict(_ ids: [String]) -> RosterConflict? {
    let all = reduced(to: ids)
    var kept = all.conditions()
    func answer(_ removed: [Condition], _ onlyWeek: Int? = nil) -> RowAnswer {
      var problem = all
      for condition in removed { condition.without(&problem) }
      return problem.rowAnswer(onlyWeek: onlyWeek)
    }
    guard answer([]) == .impossible else { return nil }
    func isConflict(_ some: [Condition]) -> Bool {
      let names = Set(some.map(\.text))
      return answer(kept.filter { !names.contains($0.text) }) == .impossible
    }
    var smallest = filtered(kept, isConflict)
    if smallest.count > 2 { smallest = smallConflict(kept, isConflict) ?? smallest }
    let names = Set(smallest.map(\.text))
    let removed = kept.filter { !names.contains($0.text) }
    kept = smallest

    var when = ""
    if kept.contains(where: { $0.rule?.span == .week }) {
      let calendar = HorizonCalendar(
        zone: zone, firstDate: horizonStart, days: days, rules: rules)
      let weeks = (calendar.weekOfDay.last ?? 0) + 1
      if let week = (0..<weeks).first(where: { answer(removed, $0) == .impossible }),
        let day = calendar.weekOfDay.firstIndex(of: week), weeks > 1
      {
        when = "in the week of \(calendar.date(day))"
      }
    }
    var ways: [(cost: Int, text: String)] = []
    let dates = kept.count { $0.isLeave && !$0.looser.isEmpty }
    var leaveIsNamed = false
    for condition in kept where !(condition.isLeave && leaveIsNamed) {
      for (step, way) in condition.looser.enumerated() {
        var problem = all
        way.apply(&problem)
        guard problem.rowAnswer() == .possible else { continue }
        if condition.isLeave { leaveIsNamed = true }
        let others = condition.isLeave && dates > 1 ? " or another of these dates" : ""
        ways.append((step, way.text + others))
        break
      }
    }
    return RosterConflict(
      who: ids, conditions: kept.map(\.text) + (when.isEmpty ? [] : [when]),
      wayOut: ways.enumerated().sorted { ($0.1.cost, $0.0) < ($1.1.cost, $1.0) }.map(\.1.text))
  }

  /// One condition or two that are a conflict by themselves.
  private func smallConflict(
    _ all: [Condition], _ isConflict: ([Condition]) -> Bool
  ) -> [Condition]? {
    if let one = all.first(where: { isConflict([$0]) }) { return [one] }
    guard all.count <= 16 else { return nil }
    for (i, first) in all.enumerated() {
      for second in all[(i + 1)...] where isConflict([first, second]) { return [first, second] }
    }
    return nil
  }

  /// Leaves conditions out one by one, in two orders; the shorter list of what must remain.
  private func filtered(
    _ all: [Condition], _ isConflict: ([Condition]) -> Bool
  ) -> [Condition] {
    func remaining(_ order: [Condition]) -> [Condition] {
      var kept = order
      for condition in order {
        let fewer = kept.filter { $0.text != condition.text }
        if isConflict(fewer) { kept = fewer }
      }
      let names = Set(kept.map(\.text))
      return all.filter { names.contains($0.text) }
    }
    let one = remaining(all)
    let two = remaining(all.reversed())
    return two.count < one.count ? two : one
  }

  /// Whether the rows of a reduced problem can keep every rule.
  private func rowAnswer(onlyWeek: Int? = nil) -> RowAnswer {
    guard let compiled = try? CompiledRoster(self) else { return .impossible }
    var search = RowSearch(
      compiled, agents: Array(compiled.agents.indices), onlyWeek: onlyWeek)
    return search.answer()
  }
}
