import Queueing
import Testing

@Suite("Erlang A against the reference tables")
struct ErlangAGoldenTests {
  @Test("every measure", golden("erlang_a.csv"))
  func measures() throws {
    let table = try GoldenTable("erlang_a.csv")
    let calls = try table.numbers("calls_per_hour")
    let handling = try table.numbers("aht_s")
    let patience = try table.numbers("patience_s")
    let agents = try table.numbers("n")
    let thresholds = try table.numbers("T_s")
    let absolute: [(String, KeyPath<QueuePerformance, Double>)] = [
      ("p_wait", \.waitProbability), ("sl_offered", \.serviceLevel.ofOffered),
      ("sl_answered", \.serviceLevel.ofAnswered),
      ("sl_excl_short_ab", \.serviceLevel.excludingShortAbandons),
      ("sl_virtual", \.serviceLevel.virtual),
      ("sl_offered_plus_ab", \.serviceLevel.offeredPlusAbandoned),
      ("p_ab_within_T", \.abandonedWithinThreshold), ("occupancy", \.occupancy),
    ]
    let relative: [(String, (QueuePerformance) -> Double)] = [
      ("p_abandon", { $0.abandonment }), ("asa_served_s", { $0.averageSpeedOfAnswer }),
      ("mean_wait_all_s", { $0.meanWait }),
      ("mean_wait_ab_s", { $0.meanWaitOfAbandoned ?? .nan }),
      ("mean_virtual_wait_s", { $0.meanVirtualWait }), ("lq", { $0.queueLength }),
    ]
    let results = try calls.indices.map { row in
      try Staffing.performance(
        of: .init(
          callsPerHour: calls[row], handlingSeconds: handling[row], patienceSeconds: patience[row],
          thresholdSeconds: thresholds[row]), agents: agents[row])
    }
    for (name, path) in absolute {
      var worst = Worst("erlang_a.csv \(name) (absolute)")
      for (row, expected) in try table.numbers(name).enumerated() {
        worst.absolute(results[row][keyPath: path], expected, row: row)
      }
      print(worst)
      #expect(worst.error <= 1e-11, "\(worst)")
    }
    for (name, value) in relative {
      var worst = Worst("erlang_a.csv \(name) (relative)")
      for (row, expected) in try table.numbers(name).enumerated() where expected > 1e-290 {
        worst.relative(value(results[row]), expected, row: row)
      }
      print(worst)
      #expect(worst.error <= 1e-10, "\(worst)")
    }
  }

  @Test("agents for each kind of goal", golden("erlang_a_min_agents.csv"))
  func minimumAgents() throws {
    let table = try GoldenTable("erlang_a_min_agents.csv")
    let calls = try table.numbers("calls_per_hour")
    let handling = try table.numbers("aht_s")
    let patience = try table.numbers("patience_s")
    let thresholds = try table.numbers("T_s")
    let metrics = try table.text("metric")
    let targets = try table.numbers("target")
    let expected = try table.numbers("min_agents")
    let before = try table.numbers("value_at_n_minus_1")
    for row in calls.indices {
      let target = targets[row]
      var goals = StaffingGoals()
      switch metrics[row] {
      case "p_abandon": goals.abandonment = target
      case "asa_served_s": goals.averageSpeedOfAnswerSeconds = target
      case "sl_offered": goals = .init(serviceLevel: target, definition: .offered)
      case "sl_answered": goals = .init(serviceLevel: target, definition: .answered)
      case "sl_virtual": goals = .init(serviceLevel: target, definition: .virtual)
      case "sl_excl_short_ab":
        goals = .init(serviceLevel: target, definition: .excludingShortAbandons)
      default: Issue.record("unknown metric \(metrics[row])")
      }
      let answer = try Staffing.minimumAgents(
        for: .init(
          callsPerHour: calls[row], handlingSeconds: handling[row], patienceSeconds: patience[row],
          thresholdSeconds: thresholds[row].isNaN ? 0 : thresholds[row]), goals: goals)
      let tie = abs(before[row] - target) <= 1e-12 && answer.agents == expected[row] - 1
      #expect(answer.agents == expected[row] || tie, "row \(row): \(metrics[row]) \(target)")
    }
  }
}
