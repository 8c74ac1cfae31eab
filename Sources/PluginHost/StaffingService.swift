internal import CMusterPlugin
internal import Queueing

/// The staffing models, as plugins are lent them.
var staffingService: muster_host_staffing_1 {
  muster_host_staffing_1(
    struct_size: UInt32(MemoryLayout<muster_host_staffing_1>.size), reserved: 0,
    erlang_b: { _, erlangs, lines in
      (try? ErlangB.blocking(lines: Double(lines), load: erlangs)) ?? .nan
    },
    erlang_c: { _, erlangs, agents in
      (try? ErlangC.waitProbability(agents: Double(agents), load: erlangs)) ?? .nan
    },
    lines_for: { _, erlangs, blocking in
      count(try? ErlangB.minimumLines(load: erlangs, target: blocking))
    },
    performance: { _, load, goal, agents, out in
      guard let asked = asked(load.pointee, goal.pointee), agents >= 0,
        let found = try? Staffing.performance(of: asked.question, agents: Double(agents))
      else { return MUSTER_E_QUESTION }
      out.pointee = lent(found, asked.goals.definition)
      return MUSTER_OK
    },
    agents_for: { _, load, goal, out in
      guard let asked = asked(load.pointee, goal.pointee),
        let found = try? Staffing.minimumAgents(for: asked.question, goals: asked.goals)
      else { return -1 }
      out?.pointee = lent(found.performance, asked.goals.definition)
      return count(found.agents)
    })
}

private func count(_ number: Double?) -> Int32 {
  guard let number, number >= 0, number <= Double(Int32.max) else { return -1 }
  return Int32(number)
}

private func asked(
  _ load: muster_load, _ goal: muster_goal
) -> (question: StaffingQuestion, goals: StaffingGoals)? {
  guard Int(load.struct_size) >= MemoryLayout<muster_load>.size,
    Int(goal.struct_size) >= MemoryLayout<muster_goal>.size,
    let name = lentText(goal.definition, limit: 256),
    let definition = ServiceLevelDefinition(contractName: name)
  else { return nil }
  func given(_ x: Double) -> Double? { x.isNaN ? nil : x }
  return (
    StaffingQuestion(
      callsPerHour: load.calls_per_hour, handlingSeconds: load.aht_s,
      patienceSeconds: load.patience_s, thresholdSeconds: given(goal.within_s) ?? 0),
    StaffingGoals(
      serviceLevel: given(goal.service_level), definition: definition,
      averageSpeedOfAnswerSeconds: given(goal.asa_s), abandonment: given(goal.abandonment),
      maximumOccupancy: given(goal.max_occupancy))
  )
}

private func lent(
  _ found: QueuePerformance, _ definition: ServiceLevelDefinition
) -> muster_performance {
  muster_performance(
    wait_probability: found.waitProbability, service_level: found.serviceLevel[definition],
    asa_s: found.averageSpeedOfAnswer, abandonment: found.abandonment, occupancy: found.occupancy,
    mean_queue: found.queueLength)
}

extension ServiceLevelDefinition {
  /// The names of the contract; empty means of all offered.
  init?(contractName: String) {
    switch contractName {
    case "", "answered-of-offered": self = .offered
    case "answered-of-answered": self = .answered
    case "excluding-short-abandons": self = .excludingShortAbandons
    case "virtual": self = .virtual
    default: return nil
    }
  }
}
