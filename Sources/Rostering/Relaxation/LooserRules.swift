internal import CentreModel
internal import CivilTime

/// One agent's rules loosened by a step, and the agent's row solved anew.
extension RelaxationFinder {
  /// How many agents are tried: those who could close most on a day off.
  private static let agentsTried = 5

  func looserRules() -> [RosterRelaxation] {
    var result: [RosterRelaxation] = []
    for a in promising() {
      let id = compiled.agents[a].id
      let own = shifts[a].flatMap(\.self)
      var open = residual
      for segment in own { open.add(segment, -1) }
      let now = closed(own, of: open)
      let alone = problem.reduced(to: [id])
      // What the agent could do better without loosening anything does not count for a rule.
      let same =
        solved(alone, against: open, from: own).map { closed($0.segments, of: open) }
        ?? now
      for condition in alone.conditions() where condition.mayHelp {
        guard let way = condition.looser.first else { continue }
        var looser = alone
        way.apply(&looser)
        guard let row = solved(looser, against: open, from: own) else { continue }
        let gain = closed(row.segments, of: open) - max(now, same)
        guard gain > 0 else { continue }
        result.append(
          RosterRelaxation(
            kind: .rule, who: id, text: "\(way.text)",
            paidHours: max(0, row.paidHours - paidHours(a)), closes: intervals(gain)))
      }
    }
    return result
  }

  /// Agents by what one more shift on a free day would close, best first, of different groups.
  private func promising() -> [Int] {
    let search = compiled.search
    struct Key: Hashable {
      var group: Int
      var queues: [Int]
    }
    var best: [Key: [Int]] = [:]
    var values: [(value: Int, agent: Int)] = []
    for a in compiled.agents.indices where !compiled.queuesOfAgent[a].isEmpty {
      let key = Key(group: search.agents[a].group, queues: compiled.queuesOfAgent[a])
      if best[key] == nil {
        best[key] = (0..<search.days).map { day in
          search.range(group: key.group, day: day).map { position in
            let option = search.options[Int(search.groupOptions[position])]
            return residual.filled(option, key.queues).closes
          }.max() ?? 0
        }
      }
      let worked = Set(
        shifts[a].compactMap { shift in
          shift.first.flatMap { compiled.calendar.day(of: problem.zone.date(at: $0.start)) }
        })
      let free = (0..<search.days).filter { !worked.contains($0) }
      values.append((free.map { best[key]?[$0] ?? 0 }.max() ?? 0, a))
    }
    return values.filter { $0.value > 0 }.sorted { ($0.value, -$0.agent) > ($1.value, -$1.agent) }
      .prefix(Self.agentsTried).map(\.agent)
  }
}

extension Condition {
  /// Whether loosening it can make more work possible.
  fileprivate var mayHelp: Bool {
    guard let rule else { return true }
    switch rule {
    case .minShiftsPerWeek, .wishedShiftsPerWeek, .minHoursPerWeek, .minShifts, .minHours:
      return false
    default: return true
    }
  }
}
