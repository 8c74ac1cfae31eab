import Queueing
import Testing

@Suite("Erlang C against the reference tables")
struct ErlangCGoldenTests {
  private func question(
    _ load: Double, _ handling: Double, threshold: Double = 0
  ) -> StaffingQuestion {
    .init(load: load, handlingSeconds: handling, thresholdSeconds: threshold)
  }

  @Test("every measure", golden("erlang_c.csv"))
  func measures() throws {
    let table = try GoldenTable("erlang_c.csv")
    let loads = try table.numbers("offered_load_erl")
    let agents = try table.numbers("n")
    let handling = try table.numbers("aht_s")
    let thresholds = try table.numbers("T_s")
    let columns = try [
      "C_pwait", "service_level", "one_minus_sl", "asa_s", "mean_queue", "occupancy", "wait_p90_s",
    ].map { try table.numbers($0) }
    var worst = Worst("erlang_c.csv C")
    var others = Worst("erlang_c.csv ASA, queue, occupancy (of what the load's last digit does)")
    var level = Worst("erlang_c.csv service level (absolute)")
    var quantile = Worst("erlang_c.csv 90 % wait (of mean wait)")
    for row in loads.indices {
      // How much the rounding of the decimal load to a double is magnified by n - a.
      let magnified = max(1, loads[row].ulp / (agents[row] - loads[row]) / 1e-12)
      let c = try ErlangC.waitProbability(agents: agents[row], load: loads[row])
      if columns[0][row] > 1e-290 { worst.relative(c, columns[0][row], row: row) }
      let p = try Staffing.performance(
        of: question(loads[row], handling[row], threshold: thresholds[row]), agents: agents[row])
      level.absolute(p.serviceLevel.ofOffered, columns[1][row], row: row)
      if columns[3][row] > 1e-290 {
        let asa = p.averageSpeedOfAnswer / columns[3][row]
        others.absolute(1 + (asa - 1) / magnified, 1, row: row)
        others.absolute(1 + (p.queueLength / columns[4][row] - 1) / magnified, 1, row: row)
      }
      others.relative(p.occupancy, columns[5][row], row: row)
      let wait = try ErlangC.waitQuantile(
        0.9, agents: agents[row], load: loads[row], handlingSeconds: handling[row])
      let unit = handling[row] / (agents[row] - loads[row])
      quantile.absolute(wait / unit / magnified, columns[6][row] / unit / magnified, row: row)
    }
    print(worst, others, level, quantile, separator: "\n")
    #expect(worst.error <= 1e-12)
    #expect(others.error <= 1e-12)
    #expect(level.error <= 1e-12)
    #expect(quantile.error <= 1e-12)
  }

  @Test("agents for a service level, ties included", golden("erlang_c_min_agents.csv"))
  func agentsForServiceLevel() throws {
    let table = try GoldenTable("erlang_c_min_agents.csv")
    let loads = try table.numbers("offered_load_erl")
    let handling = try table.numbers("aht_s")
    let thresholds = try table.numbers("T_s")
    let targets = try table.numbers("target_sl")
    let expected = try table.numbers("min_agents")
    var wrong = 0
    for row in loads.indices {
      let answer = try Staffing.minimumAgents(
        for: question(loads[row], handling[row], threshold: thresholds[row]),
        goals: .init(serviceLevel: targets[row]))
      if answer.agents != expected[row] {
        wrong += 1
        Issue.record("row \(row): \(answer.agents) instead of \(expected[row])")
      }
    }
    #expect(wrong == 0)
  }

  @Test("agents for an ASA", golden("erlang_c_min_agents_asa.csv"))
  func agentsForSpeedOfAnswer() throws {
    let table = try GoldenTable("erlang_c_min_agents_asa.csv")
    let loads = try table.numbers("offered_load_erl")
    let handling = try table.numbers("aht_s")
    let targets = try table.numbers("target_asa_s")
    let expected = try table.numbers("min_agents")
    for row in loads.indices {
      let answer = try Staffing.minimumAgents(
        for: question(loads[row], handling[row]),
        goals: .init(averageSpeedOfAnswerSeconds: targets[row]))
      #expect(answer.agents == expected[row], "row \(row)")
    }
  }

  @Test("agents for a probability of waiting", golden("erlang_c_min_agents_pwait.csv"))
  func agentsForWaitProbability() throws {
    let table = try GoldenTable("erlang_c_min_agents_pwait.csv")
    let loads = try table.numbers("offered_load_erl")
    let targets = try table.numbers("target_pwait")
    let expected = try table.numbers("min_agents")
    for row in loads.indices {
      let answer = try Staffing.minimumAgents(
        for: question(loads[row], 180), goals: .init(waitProbability: targets[row]))
      #expect(answer.agents == expected[row], "row \(row)")
    }
  }

  @Test("agents for an occupancy", golden("min_agents_occupancy.csv"))
  func agentsForOccupancy() throws {
    let table = try GoldenTable("min_agents_occupancy.csv")
    let loads = try table.numbers("offered_load_erl")
    let limits = try table.numbers("max_occupancy")
    let expected = try table.numbers("min_agents_exact")
    for row in loads.indices {
      let answer = try Staffing.minimumAgents(
        for: question(loads[row], 3600), goals: .init(maximumOccupancy: limits[row]))
      let asked = try #require(answer.perGoal.first { $0.goal == .occupancy }).agents
      #expect(asked == expected[row], "\(loads[row]) erl at \(limits[row])")
    }
  }
}
