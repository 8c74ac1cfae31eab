import Queueing
import Testing

@Suite("Lines, redials, chat, blending, shared groups, uncertain rates against the tables")
struct OtherModelsGoldenTests {
  @Test("limited lines", golden("erlang_a_lines.csv"))
  func lines() throws {
    let table = try GoldenTable("erlang_a_lines.csv")
    let input = try ["calls_per_hour", "aht_s", "patience_s", "n", "lines_N", "T_s"].map {
      try table.numbers($0)
    }
    let output = try [
      "p_block", "p_wait_of_accepted", "p_abandon_of_accepted", "sl_offered_of_accepted",
      "sl_offered_of_all", "asa_served_s", "lq", "occupancy",
    ].map { try table.numbers($0) }
    var worst = Worst("erlang_a_lines.csv")
    var endless = Worst("erlang_a_lines.csv, patience inf (reference about 1e-7)")
    for row in table.rows.indices {
      // The rows without patience were computed with 10⁹ s; the exact values are 1e-8 away.
      let patience = min(input[2][row], 1e9)
      let p = try LimitedLines.performance(
        of: .init(
          callsPerHour: input[0][row], handlingSeconds: input[1][row],
          patienceSeconds: patience, thresholdSeconds: input[5][row]),
        agents: input[3][row], lines: input[4][row])
      if input[2][row].isInfinite {
        let exact = try LimitedLines.performance(
          of: .init(
            callsPerHour: input[0][row], handlingSeconds: input[1][row],
            thresholdSeconds: input[5][row]), agents: input[3][row], lines: input[4][row])
        endless.absolute(exact.blocking, output[0][row], row: row)
        endless.absolute(exact.waitProbability, output[1][row], row: row)
        endless.absolute(exact.serviceLevel.ofOffered, output[3][row], row: row)
        endless.absolute(exact.averageSpeedOfAnswer / 3600, output[5][row] / 3600, row: row)
      }
      let values = [
        p.blocking, p.waitProbability, p.abandonment, p.serviceLevel.ofOffered,
        p.serviceLevel.ofOffered * (1 - p.blocking), p.averageSpeedOfAnswer, p.queueLength,
        p.occupancy,
      ]
      for (value, column) in zip(values, output) {
        guard column[row] > 0 else { continue }
        if input[2][row].isInfinite {
          endless.absolute(value / column[row], 1, row: row)
        } else {
          worst.relative(value, column[row], row: row)
        }
      }
    }
    print(worst, endless, separator: "\n")
    #expect(worst.error <= 1e-10)
    #expect(endless.error <= 2e-7)
  }

  @Test("redials", golden("erlang_x_redials.csv"))
  func redials() throws {
    let table = try GoldenTable("erlang_x_redials.csv")
    let input = try [
      "fresh_calls_per_hour", "aht_s", "patience_s", "redial_prob", "n", "T_s",
    ].map { try table.numbers($0) }
    let output = try [
      "total_calls_per_hour", "p_wait", "p_abandon_per_attempt", "sl_offered_per_attempt",
      "sl_answered", "sl_virtual", "asa_served_s", "occupancy", "p_lost_per_fresh_caller",
      "attempts_per_fresh_caller",
    ].map { try table.numbers($0) }
    var worst = Worst("erlang_x_redials.csv")
    for row in table.rows.indices {
      let x = try ErlangX.performance(
        of: .init(
          callsPerHour: input[0][row], handlingSeconds: input[1][row],
          patienceSeconds: input[2][row], thresholdSeconds: input[5][row]),
        redial: input[3][row], agents: input[4][row])
      let p = x.perAttempt
      let values = [
        x.totalCallsPerHour, p.waitProbability, p.abandonment, p.serviceLevel.ofOffered,
        p.serviceLevel.ofAnswered, p.serviceLevel.virtual, p.averageSpeedOfAnswer, p.occupancy,
        x.lostPerCaller, x.attemptsPerCaller,
      ]
      for (value, column) in zip(values, output) {
        // Service levels of 1e-12 in deep overload keep their absolute accuracy only.
        let unit = max(column[row], 1e-3)
        worst.absolute(value / unit, column[row] / unit, row: row)
      }
    }
    print(worst)
    #expect(worst.error <= 1e-10)
  }

  @Test("chat", golden("chat.csv"))
  func chat() throws {
    let table = try GoldenTable("chat.csv")
    let input = try ["chats_per_hour", "n", "patience_s", "T_s"].map { try table.numbers($0) }
    let lists = try table.text("aht_list_s")
    let routes = try table.text("route")
    let output = try [
      "p_wait", "sl_offered", "p_abandon", "mean_wait_s", "mean_chats_per_agent",
    ].map { try table.numbers($0) }
    var worst = Worst("chat.csv")
    for row in table.rows.indices {
      let route = try #require(ChatQuestion.Route(rawValue: routes[row]))
      let list = try lists[row].split(separator: "|").map { try #require(Double($0)) }
      let c = try Chat.performance(
        of: .init(
          chatsPerHour: input[0][row], handlingSeconds: list, patienceSeconds: input[2][row],
          thresholdSeconds: input[3][row], route: route), agents: input[1][row])
      let values = [
        c.queue.waitProbability, c.queue.serviceLevel.ofOffered, c.queue.abandonment,
        c.queue.meanWait, c.chatsPerAgent,
      ]
      for (value, column) in zip(values, output) { worst.relative(value, column[row], row: row) }
    }
    print(worst)
    #expect(worst.error <= 1e-8)
  }

  @Test("blending", golden("blend.csv"))
  func blend() throws {
    let table = try GoldenTable("blend.csv")
    let input = try ["inbound_cph", "aht_s", "n", "threshold_busy_c", "patience_s", "T_s"].map {
      try table.numbers($0)
    }
    let output = try [
      "p_wait_inbound", "sl_inbound", "asa_all_s", "p_abandon", "outbound_per_hour", "occupancy",
    ].map { try table.numbers($0) }
    var worst = Worst("blend.csv")
    for row in table.rows.indices {
      let b = try Blend.performance(
        of: .init(
          callsPerHour: input[0][row], handlingSeconds: input[1][row],
          patienceSeconds: input[4][row], thresholdSeconds: input[5][row]),
        agents: input[2][row], busyThreshold: input[3][row])
      let values = [
        b.inbound.waitProbability, b.inbound.serviceLevel.ofOffered, b.inbound.meanWait,
        b.inbound.abandonment, b.outboundPerHour, b.inbound.occupancy,
      ]
      for (value, column) in zip(values, output) { worst.relative(value, column[row], row: row) }
    }
    print(worst)
    #expect(worst.error <= 1e-11)
  }

  @Test("N-model", golden("nmodel_exact.csv"))
  func sharedGroups() throws {
    let table = try GoldenTable("nmodel_exact.csv")
    let input = try [
      "calls_per_hour_1", "calls_per_hour_2", "aht_s", "n1_dedicated", "n2_flexible", "patience_s",
    ].map { try table.numbers($0) }
    let output = try [
      "p_delay_1", "p_delay_2", "mean_queue_1", "mean_queue_2", "mean_wait_all_1_s",
      "mean_wait_all_2_s", "p_abandon_1", "p_abandon_2", "occ_g1", "occ_g2",
    ].map { try table.numbers($0) }
    var worst = Worst("nmodel_exact.csv")
    for row in table.rows.indices {
      let g = try SharedGroups.performance(
        of: .init(
          callsPerHour1: input[0][row], callsPerHour2: input[1][row],
          handlingSeconds: input[2][row], patienceSeconds: input[5][row]),
        dedicated: Int(input[3][row]), flexible: Int(input[4][row]))
      let values = [
        g.class1.waitProbability, g.class2.waitProbability, g.class1.queueLength,
        g.class2.queueLength, g.class1.meanWait, g.class2.meanWait, g.class1.abandonment,
        g.class2.abandonment, g.occupancy[0], g.occupancy[1],
      ]
      for (value, column) in zip(values, output) { worst.relative(value, column[row], row: row) }
    }
    print(worst)
    #expect(worst.error <= 1e-8)
  }

  @Test("uncertain rates", golden("uncertain_rate.csv"))
  func uncertain() throws {
    let table = try GoldenTable("uncertain_rate.csv")
    let input = try ["mean_cph", "aht_s", "patience_s", "T_s", "cv_rate", "n"].map {
      try table.numbers($0)
    }
    let output = try [
      "sl_call_weighted", "p_abandon_call_weighted", "sl_unweighted", "p_sl_at_least_80",
    ].map { try table.numbers($0) }
    var worst = Worst("uncertain_rate.csv (absolute)")
    for row in table.rows.indices {
      let u = try UncertainRate.performance(
        of: .init(
          callsPerHour: input[0][row], handlingSeconds: input[1][row],
          patienceSeconds: input[2][row], thresholdSeconds: input[3][row]),
        variation: input[4][row], agents: input[5][row], target: 0.8)
      let values = [
        u.serviceLevelPerCall, u.abandonmentPerCall, u.serviceLevelPerDay, u.shareOfDaysOnTarget,
      ]
      for (value, column) in zip(values, output) { worst.absolute(value, column[row], row: row) }
    }
    print(worst)
    #expect(worst.error <= 2e-9)
  }

  @Test("staffing for uncertain rates: the worked numbers of the literature's rule")
  func uncertainStaffing() throws {
    let q = StaffingQuestion(
      callsPerHour: 1200, handlingSeconds: 300, patienceSeconds: 120, thresholdSeconds: 20)
    let expected = [
      (0, 98, 98), (0.05, 99, 104), (0.1, 101, 110), (0.2, 108, 122), (0.3, 118, 135),
    ]
    for (cv, mean, risk) in expected {
      #expect(
        try UncertainRate.agentsForMean(q, variation: cv, target: 0.8) == Double(mean), "\(cv)")
      #expect(
        try UncertainRate.agentsForRisk(q, variation: cv, target: 0.8, confidence: 0.9)
          == Double(risk), "\(cv)")
    }
  }

  @Test("backlog", golden("backlog.csv"))
  func backlog() throws {
    let table = try GoldenTable("backlog.csv")
    let periods = try table.text("D_periods")
    let quantity = try table.text("quantity")
    let values = try table.text("value")
    let day = [100.0, 140, 160, 150, 120, 90, 60, 40]
    var checked = 0
    for row in table.rows.indices {
      guard let d = Int(periods[row]), let value = Double(values[row]) else { continue }
      let capacity = try DeferredWork.minimumCapacity(arrivals: day, deadline: d)
      switch quantity[row] {
      case "min constant capacity items/h": #expect(abs(capacity - value) < 1e-9)
      case "min agents":
        #expect(
          try DeferredWork.agents(itemsPerHour: capacity, handlingSeconds: 360) == value)
      default: Issue.record("unknown quantity \(quantity[row])")
      }
      checked += 1
    }
    #expect(checked > 0)
    let list = try CallList(
      records: 10_000, live: 0.25, rightParty: 0.1, maximumAttempts: 4, rightPartySeconds: 300,
      otherSeconds: 45, windowHours: 40, occupancy: 0.82
    ).work()
    #expect(abs(list.attemptsPerRecord - 3.439) < 5e-5)
    #expect(abs(list.reach - 0.3439) < 5e-5)
    #expect(abs(list.agentHours - 351.0646) < 5e-5)
    #expect(abs(list.agents - 10.7032) < 5e-5)
  }
}
