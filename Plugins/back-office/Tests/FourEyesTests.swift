import CMusterPlugin
import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// An office with skills and four eyes, minute by minute, written from what people do there: whoever is at work
/// goes on with what is in hand, or takes what is due first of all he may do; between two that are due on
/// one day a check goes first; who goes home lays back what is left; nobody checks what he had a hand in.
private struct PlainSharedOffice {
  struct Case {
    var type: Int
    var due: Int
    var make: Double
    var check: Double?
    var makers: Set<Int> = []
    var isMade = false
  }

  struct Worker {
    var isAtWork: (_ day: Int, _ minute: Int) -> Bool
    var makes: Set<Int>
    var checks: Set<Int>
  }

  var workers: [Worker]
  var arrivals: [(day: Int, minute: Int, work: Case)]

  /// Cases by type that were done by the end of their day, and that were due in the run or done.
  func run(days: Int, types: Int) -> (inTime: [Double], judged: [Double], ownChecks: Int) {
    var waiting: [Case] = []
    var hands = [Case?](repeating: nil, count: workers.count)
    var (inTime, judged) = (
      [Double](repeating: 0, count: types), [Double](repeating: 0, count: types)
    )
    var ownChecks = 0
    var next = 0
    for day in 0..<days {
      for minute in 0..<1440 {
        while next < arrivals.count, (arrivals[next].day, arrivals[next].minute) <= (day, minute) {
          waiting.append(arrivals[next].work)
          next += 1
        }
        for (k, worker) in workers.enumerated() {
          guard worker.isAtWork(day, minute) else {
            if let rest = hands[k] { waiting.append(rest) }
            hands[k] = nil
            continue
          }
          var left = 1.0
          while left > 0 {
            if hands[k] == nil {
              var best: Int?
              for (place, one) in waiting.enumerated() {
                let may =
                  one.isMade
                  ? worker.checks.contains(one.type) && !one.makers.contains(k)
                  : worker.makes.contains(one.type)
                guard may else { continue }
                guard let other = best.map({ waiting[$0] }) else {
                  best = place
                  continue
                }
                if one.due < other.due
                  || one.due == other.due && one.isMade && !other.isMade
                {
                  best = place
                }
              }
              guard let best else { break }
              hands[k] = waiting.remove(at: best)
            }
            guard var work = hands[k] else { break }
            let isCheck = work.isMade
            if !isCheck { work.makers.insert(k) }
            let need = isCheck ? work.check ?? 0 : work.make
            let part = min(left, need)
            left -= part
            if isCheck { work.check = need - part } else { work.make = need - part }
            hands[k] = work
            guard need - part <= 1e-12 else { continue }
            hands[k] = nil
            if !isCheck, work.check != nil {
              work.isMade = true
              waiting.append(work)
            } else {
              if isCheck, work.makers.contains(k) { ownChecks += 1 }
              judged[work.type] += 1
              if day <= work.due { inTime[work.type] += 1 }
            }
          }
        }
      }
    }
    for one in waiting + hands.compactMap({ $0 }) where one.due < days { judged[one.type] += 1 }
    return (inTime, judged, ownChecks)
  }
}

@Suite struct FourEyesTests {
  private static let first: Int64 = 1_795_996_800  // Monday 2026-11-30
  private static let open = 480..<1080
  /// Cases a day, minutes, minutes of the check, days until they are due.
  private static let types: [(perDay: Double, make: Double, check: Double?, days: Int)] = [
    (50, 9, nil, 2), (22, 16, 7, 1), (6, 35, nil, 5),
  ]
  /// Hours in minutes of the day, days, skills.
  private static let people: [(hours: Range<Int>, days: [Int], skills: [String])] = [
    (480..<990, [0, 1, 2, 3, 4], ["recon", "checks"]), (540..<1080, [0, 1, 3, 4], []),
    (480..<780, [0, 2, 4], ["checks"]),
  ]

  private func plugin(_ types: [AnyJSON], _ more: [String: AnyJSON] = [:]) throws -> Plugin {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-back-office.so", isolated: false)
    var desk = more
    desk["queue"] = "desk"
    desk["types"] = .array(types)
    try plugin.configure(PluginConfiguration(settings: ["desks": [.object(desk)]]))
    return plugin
  }

  private func sharedDesk() throws -> Plugin {
    try plugin(
      Self.types.enumerated().map { k, type in
        var one: [String: AnyJSON] = [
          "name": .string(["invoices", "payments", "reconciliations"][k]),
          "minutes": .number(type.make), "turnaround_days": .number(Double(type.days)),
          "per_day": .number(type.perDay),
        ]
        if let check = type.check {
          one["check_minutes"] = .number(check)
          one["check_skill"] = "checks"
        }
        if k == 2 { one["skill"] = "recon" }
        return .object(one)
      })
  }

  /// The week in quarters of an hour with cases evenly over the open ones.
  private func rows() -> [IntervalInfo] {
    let cases = Self.types.reduce(0) { $0 + $1.perDay } / 40
    return (0..<480).map { i in
      let isOpen = Self.open.contains(i % 96 * 15)
      return IntervalInfo(
        startUnix: Self.first + Int64(i) * 900, lengthS: 900, volume: isOpen ? cases : 0,
        ahtS: 900, closed: !isOpen)
    }
  }

  private func question(
    _ rows: [IntervalInfo], _ people: [(hours: Range<Int>, days: [Int], skills: [String])],
    replications: Int
  ) -> SimulateQuestion {
    let persons = people.enumerated().map { k, one in
      PersonAtWork(
        agent: "P\(k)", skills: one.skills,
        slots: one.days.map {
          AgentSlot(
            startUnix: Self.first + Int64($0) * 86_400 + Int64(one.hours.lowerBound) * 60,
            seconds: one.hours.count * 60, agents: 1)
        })
    }
    let slots = rows.map { row in
      let (day, minute) = (
        Int(row.startUnix - Self.first) / 86_400, Int(row.startUnix - Self.first) / 60 % 1440
      )
      return AgentSlot(
        startUnix: row.startUnix, seconds: 900,
        agents: Double(
          people.count { $0.days.contains(day) && $0.hours.contains(minute) }))
    }
    return SimulateQuestion(
      queue: QueueInfo(id: "desk", channel: "case", intervalS: 900), goal: GoalInfo(), rows: rows,
      slots: slots, people: persons, replications: replications, seed: 5)
  }

  @Test(
    "the share in time, in all and of each type, is that of an office minute by minute",
    arguments: [[0, 1, 2], [0, 1], [0, 2]])
  func theShareInTime(present: [Int]) throws {
    let people = present.map { Self.people[$0] }
    let answer = try #require(
      try sharedDesk().simulate(question(rows(), people, replications: 400)))
    var total = SampleMean()
    var byType = [SampleMean](repeating: .init(), count: 3)
    for run in 0..<250 {
      var random = SeededGenerator(state: UInt64(run))
      var arrivals: [(day: Int, minute: Int, work: PlainSharedOffice.Case)] = []
      for day in 0..<5 {
        for (k, type) in Self.types.enumerated() {
          for _ in 0..<random.poisson(mean: type.perDay) {
            let minute = Self.open.lowerBound + random.whole(below: Self.open.count)
            arrivals.append(
              (
                day, minute,
                .init(
                  type: k, due: day + type.days - 1, make: random.exponential(mean: type.make),
                  check: type.check.map { random.exponential(mean: $0) })
              ))
          }
        }
      }
      let office = PlainSharedOffice(
        workers: people.map { one in
          .init(
            isAtWork: { one.days.contains($0) && one.hours.contains($1) },
            makes: one.skills.contains("recon") ? [0, 1, 2] : [0, 1],
            checks: one.skills.contains("checks") ? [1] : [])
        }, arrivals: arrivals.sorted { ($0.day, $0.minute) < ($1.day, $1.minute) })
      let found = office.run(days: 5, types: 3)
      #expect(found.ownChecks == 0)
      total.add(found.inTime.reduce(0, +) / found.judged.reduce(0, +))
      for k in 0..<3 where found.judged[k] > 0 { byType[k].add(found.inTime[k] / found.judged[k]) }
    }
    let level = try #require(answer.total.serviceLevel)
    let error = try #require(answer.total.halfWidth) / 1.96
    // Minutes of the plain office, in which a check that was just made waits for the next one, are worth little.
    #expect(total.agrees(with: level, beside: 4 * error + 0.004), "\(level) \(total)")
    #expect(total.standardError < 0.01)
    for (k, name) in ["invoices", "payments", "reconciliations"].enumerated() {
      let note = try #require(answer.notes.first { $0.hasPrefix("\(name): ") }, "\(answer.notes)")
      let said = try #require(Double(note.split(separator: " ")[1])) / 100
      #expect(byType[k].agrees(with: said, beside: 0.03), "\(name): \(said) \(byType[k])")
    }
  }

  /// One who makes and may check gets nothing through; with somebody else every case is done.
  @Test func nobodyChecksHisOwn() throws {
    let plugin = try plugin([
      [
        "name": "payments", "minutes": 10, "check_minutes": 5, "turnaround_days": 1, "per_day": 8,
        "cut_off": "15:00",
      ]
    ])
    let rows = rows().map { row in
      var row = row
      row.volume = row.closed ? 0 : 0.2
      return row
    }
    let both: [(hours: Range<Int>, days: [Int], skills: [String])] = [
      (480..<1080, [0, 1, 2, 3, 4], []), (480..<1080, [0, 1, 2, 3, 4], []),
    ]
    let alone = try #require(
      try plugin.simulate(question(rows, [both[0]], replications: 20)))
    #expect(alone.total.served == 0)
    #expect(alone.verdicts.contains { $0.missed })
    let two = try #require(try plugin.simulate(question(rows, both, replications: 20)))
    #expect((two.total.serviceLevel ?? 0) > 0.99, "\(two.total)")
    #expect(two.verdicts.allSatisfy { !$0.missed }, "\(two.verdicts)")
    // The requirement knows: the work is for a quarter of a person, and two are asked for.
    let answer = try #require(
      try plugin.explain(
        ExplainQuestion(
          queue: QueueInfo(id: "desk", channel: "case", intervalS: 900), goal: GoalInfo(),
          rows: rows, indices: [40])))
    #expect(answer.explanations[0].agents == 2 && answer.explanations[0].boundBy == "four eyes")
  }

  /// By the clock: what comes after the cut-off has the next day, without a share being given.
  @Test func theCutOffIsATimeOfDay() throws {
    func inTime(_ minute: Int, _ more: [String: AnyJSON]) throws -> Double {
      var type: [String: AnyJSON] = [
        "name": "letters", "minutes": 6, "turnaround_days": 1, "per_day": 20, "cut_off": "15:00",
      ]
      type.merge(more) { $1 }
      let rows = rows().map { row in
        var row = row
        row.volume = Int(row.startUnix - Self.first) / 60 % 1440 == minute ? 20 : 0
        return row
      }
      let mornings: [(hours: Range<Int>, days: [Int], skills: [String])] = [
        (480..<720, [0, 1, 2, 3, 4], [])
      ]
      let answer = try #require(
        try plugin([.object(type)]).simulate(question(rows, mornings, replications: 10)))
      return answer.total.serviceLevel ?? 0
    }
    #expect(try inTime(960, [:]) > 0.99)
    #expect(try inTime(960, ["after_cut_off": 0]) < 0.01)
    #expect(try inTime(840, [:]) < 0.01)
  }

  /// More come by the hours that weigh more, and as many in all.
  @Test func casesComeByTheHoursWeights() throws {
    let plugin = try plugin(
      [["name": "letters", "minutes": 6, "turnaround_days": 2, "per_day": 24]],
      ["hour_weights": [3, 1], "first_hour": 8])
    var rows = self.rows().map { row in
      muster_interval(
        start_unix: row.startUnix, length_s: 900, utc_offset_s: 0, volume: 0, aht_s: 0, low80: 0,
        high80: 0, low95: 0, high95: 0, flags: row.closed ? MUSTER_CLOSED : 0, reserved: 0)
    }
    #expect(try plugin.demand(QueueInfo(id: "desk", channel: "case", intervalS: 900), &rows))
    let monday = rows.prefix(96).map(\.volume)
    #expect(abs(monday.reduce(0, +) - 24) < 1e-9)
    #expect(abs(monday[32..<36].reduce(0, +) - 18) < 1e-9)
    #expect(abs(monday[36..<40].reduce(0, +) - 6) < 1e-9)
  }

  @Test(
    arguments: [
      (["after_cut_off": 0.2], "after_cut_off", "has no effect without cut_off"),
      (["check_skill": "x"], "check_skill", "has no effect without check_minutes"),
      (["check_minutes": 5, "steps": 2], "steps", "check_minutes"),
    ] as [([String: AnyJSON], String, String)])
  func whatWouldHaveNoEffectIsRefused(
    more: [String: AnyJSON], key: String, words: String
  ) throws {
    var type: [String: AnyJSON] = [
      "name": "letters", "minutes": 6, "turnaround_days": 1, "per_day": 20,
    ]
    type.merge(more) { $1 }
    let fault = #expect(throws: PluginFault.self) { try plugin([.object(type)]) }
    guard case .refused(_, let place, let message)? = fault?.reason else {
      Issue.record("\(fault?.sentence ?? "")")
      return
    }
    #expect(place == "desks[0].types[0].\(key)" && message.contains(words), "\(place) \(message)")
  }
}
