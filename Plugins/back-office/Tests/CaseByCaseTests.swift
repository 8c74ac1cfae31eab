import PluginContract
import PluginHost
import TestSupport
import Testing

/// An office case by case and minute by minute, written from what it does: whoever is at work goes on with
/// the case in hand or takes the one that is due first; what is not done on its last day stays, and is first.
private struct PlainOffice {
  struct Case {
    var due: Int
    /// What is left of it, and what it takes in all.
    var minutes: Double
    var all: Double

    init(due: Int, minutes: Double) {
      (self.due, self.minutes, all) = (due, minutes, minutes)
    }
  }

  /// Cases that come in a minute of a day, and those that lie there in the beginning.
  var arrivals: [(day: Int, minute: Int, work: Case)]
  /// Whether each person works in a minute of a day.
  var people: [(_ day: Int, _ minute: Int) -> Bool]

  struct Day {
    var backlogHours = 0.0
    /// Hours that pass their last day on this one, and all that is past it at its end.
    var lateHours = 0.0
    var overdueHours = 0.0
    /// Of the cases due on the day, those not done; a part of one counts as that.
    var lateCases = 0.0
  }

  func run(days: Int, openMinutes: Range<Int>) -> [Day] {
    var hands = [Case?](repeating: nil, count: people.count)
    // Those due on one day, in the order in which they came.
    var waiting: [Int: [Case]] = [:]
    var next = 0
    return (0..<days).map { day in
      for minute in openMinutes {
        while next < arrivals.count, (arrivals[next].day, arrivals[next].minute) <= (day, minute) {
          waiting[arrivals[next].work.due, default: []].append(arrivals[next].work)
          next += 1
        }
        for (person, isAtWork) in people.enumerated() where isAtWork(day, minute) {
          var left = 1.0
          while left > 0 {
            if hands[person] == nil {
              guard let due = waiting.keys.min() else { break }
              hands[person] = waiting[due]?.removeFirst()
              if waiting[due]?.isEmpty == true { waiting[due] = nil }
            }
            guard let work = hands[person]?.minutes else { break }
            hands[person]?.minutes -= min(left, work)
            if work <= left { hands[person] = nil }
            left -= min(left, work)
          }
        }
      }
      let open = waiting.values.flatMap { $0 } + hands.compactMap { $0 }
      func hours(_ isCounted: (Case) -> Bool) -> Double {
        open.reduce(0) { $0 + (isCounted($1) ? $1.minutes / 60 : 0) }
      }
      return Day(
        backlogHours: hours { _ in true }, lateHours: hours { $0.due == day },
        overdueHours: hours { $0.due <= day },
        lateCases: open.reduce(0) { $0 + ($1.due == day ? $1.minutes / $1.all : 0) })
    }
  }
}

@Suite struct CaseByCaseTests {
  /// Monday 2026-11-30 to Friday, 08:00 to 18:00.
  private static let open = 480..<1080
  private static let first: Int64 = 1_795_996_800
  /// Cases a day, minutes of one, days until it is due with its own: invoices, payments with maker and checker,
  /// reconciliations.
  private static let types = [(60.0, 9.0, 2), (15, 28, 1), (6, 35, 5)]
  /// Invoices that lie there, by days left.
  private static let backlog = [(40, 1), (24, 2)]

  /// Three people of a roster: shift, pauses, the days on which they come.
  private static let roster: [(shift: Range<Int>, pauses: [Range<Int>], days: [Int])] = [
    (480..<990, [585..<600, 720..<750, 870..<885], [0, 1, 2, 3, 4]),
    (570..<1080, [675..<690, 810..<840, 960..<975], [0, 1, 3, 4]),
    (480..<780, [570..<585], [0, 2, 4]),
  ]

  private static func isAtWork(_ person: Int, _ day: Int, _ minute: Int) -> Bool {
    let one = roster[person]
    return one.days.contains(day) && one.shift.contains(minute)
      && !one.pauses.contains { $0.contains(minute) }
  }

  /// The week with those people of the roster at work.
  private func plan(_ people: [Int]) -> PlanInfo {
    let intervals = (0..<480).map { i in
      let (day, minute) = (i / 96, i % 96 * 15)
      let isOpen = Self.open.contains(minute)
      let cases = Self.types.reduce(0) { $0 + $1.0 } / 40
      return IntervalPlan(
        startUnix: Self.first + Int64(i) * 900, volume: isOpen ? cases : 0, ahtS: 900,
        agents: isOpen ? 3 : 0, scheduled: isOpen ? 3 : 0,
        rostered: people.count { Self.isAtWork($0, day, minute) }, closed: !isOpen)
    }
    return PlanInfo(
      centre: CentreInfo(
        id: "c", intervalS: 900, fromUnix: Self.first, toUnix: Self.first + 432_000),
      queues: [QueuePlan(id: "desk", channel: "case", intervals: intervals)])
  }

  private func plugin() throws -> Plugin {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-back-office.so", isolated: false)
    func type(_ name: String, _ steps: Double, _ k: Int) -> [String: AnyJSON] {
      [
        "name": .string(name), "minutes": .number(Self.types[k].1 / steps),
        "steps": .number(steps), "turnaround_days": .number(Double(Self.types[k].2)),
        "per_day": .number(Self.types[k].0),
      ]
    }
    var invoices = type("invoices", 1, 0)
    invoices["backlog"] = .array(
      Self.backlog.map { ["cases": .number(Double($0.0)), "days_left": .number(Double($0.1))] })
    try plugin.configure(
      PluginConfiguration(settings: [
        "desks": [
          [
            "queue": "desk",
            "types": [
              .object(invoices), .object(type("payments", 2, 1)),
              .object(type("reconciliations", 1, 2)),
            ],
          ]
        ]
      ]))
    return plugin
  }

  /// Cases of a week as they come; without `random` as many as expected, each day's at its opening.
  private func arrivals(
    _ random: inout SeededGenerator, isExpected: Bool = false, isExponential: Bool = false
  ) -> [(day: Int, minute: Int, work: PlainOffice.Case)] {
    var all: [(day: Int, minute: Int, work: PlainOffice.Case)] = []
    func add(_ count: Int, _ day: Int, _ due: Int, _ minutes: Double, isThere: Bool) {
      for _ in 0..<count {
        let minute = isThere ? 0 : Self.open.lowerBound + random.whole(below: Self.open.count)
        let work = isExponential ? random.exponential(mean: minutes) : minutes
        all.append((day, minute, .init(due: due, minutes: work)))
      }
    }
    for (cases, left) in Self.backlog {
      let count = isExpected ? cases : isExponential ? random.poisson(mean: Double(cases)) : cases
      add(count, 0, left - 1, Self.types[0].1, isThere: true)
    }
    for day in 0..<5 {
      for (perDay, minutes, turnaround) in Self.types {
        let count = isExpected ? Int(perDay) : random.poisson(mean: perDay)
        add(count, day, day + turnaround - 1, minutes, isThere: isExpected)
      }
    }
    return all.sorted { ($0.day, $0.minute) < ($1.day, $1.minute) }
  }

  private func office(
    _ people: [Int], _ arrivals: [(day: Int, minute: Int, work: PlainOffice.Case)]
  ) -> [PlainOffice.Day] {
    PlainOffice(
      arrivals: arrivals,
      people: people.map { person in { Self.isAtWork(person, $0, $1) } }
    ).run(days: 5, openMinutes: Self.open)
  }

  /// A column of the report's days.
  private func reported(_ name: String, _ people: [Int]) throws -> [Double] {
    let report = try #require(try plugin().report(plan(people)))
    let table = try #require(report.sections.first?.tables.first)
    let k = try #require(table.columns.firstIndex { $0.name == name })
    return table.rows.compactMap { $0[k].number }
  }

  @Test(
    "cases as expected pass their deadline as the report says",
    arguments: [[0, 1, 2], [0, 2], [1]])
  func casesAsExpected(people: [Int]) throws {
    var random = SeededGenerator(state: 1)
    let days = office(people, arrivals(&random, isExpected: true))
    let (late, overdue, backlog) = try (
      reported("late", people), reported("overdue", people), reported("backlog", people)
    )
    for day in 0..<5 {
      #expect(abs(days[day].backlogHours - backlog[day]) < 1e-6, "\(day): \(days[day])")
      // The report splits work as it likes; whoever goes home keeps the case in hand, 35 minutes at most.
      #expect(abs(days[day].lateHours - late[day]) < 0.6, "\(day): \(late[day]) \(days[day])")
      #expect(
        abs(days[day].overdueHours - overdue[day]) < 0.6, "\(day): \(overdue[day]) \(days[day])")
    }
    #expect(overdue[4] > 2)
  }

  @Test(
    "cases by chance pile up as the report says", arguments: [[0, 1, 2], [0, 2], [1]])
  func casesByChance(people: [Int]) throws {
    var (overdue, backlog) = (
      [SampleMean](repeating: .init(), count: 5), [SampleMean](repeating: .init(), count: 5)
    )
    for run in 0..<300 {
      var random = SeededGenerator(state: UInt64(run))
      for (day, found) in office(people, arrivals(&random)).enumerated() {
        overdue[day].add(found.overdueHours)
        backlog[day].add(found.backlogHours)
      }
    }
    let (saidOverdue, saidBacklog) = try (reported("overdue", people), reported("backlog", people))
    for day in 0..<5 {
      #expect(backlog[day].agrees(with: saidBacklog[day]), "\(day): \(saidBacklog) \(backlog)")
      #expect(backlog[day].standardError < 0.35)
      // Where some is late anyway, chance adds as much as it takes; where a day can just be done, it adds.
      if saidOverdue[day] > 5 {
        #expect(overdue[day].agrees(with: saidOverdue[day]), "\(day): \(saidOverdue) \(overdue)")
      } else {
        let error = 4 * overdue[day].standardError
        #expect(
          overdue[day].value > saidOverdue[day] - error && overdue[day].value < saidOverdue[day] + 2
        )
      }
    }
  }

  @Test(
    "the share of cases in time is what cases worked one by one get",
    arguments: [[0, 1, 2], [0, 2]])
  func theShareInTime(people: [Int]) throws {
    let plan = plan(people)
    let rows = plan.queues[0].intervals
    let answer = try #require(
      try plugin().simulate(
        SimulateQuestion(
          queue: QueueInfo(id: "desk", channel: "case", intervalS: 900), goal: GoalInfo(),
          rows: rows.map {
            IntervalInfo(
              startUnix: $0.startUnix, lengthS: 900, volume: $0.volume, ahtS: $0.ahtS,
              closed: $0.closed)
          },
          slots: rows.map {
            AgentSlot(startUnix: $0.startUnix, seconds: 900, agents: Double($0.rostered ?? 0))
          }, replications: 400, seed: 3)))
    var share = SampleMean()
    for run in 0..<400 {
      var random = SeededGenerator(state: UInt64(1000 + run))
      let all = arrivals(&random, isExponential: true)
      let late = office(people, all).reduce(0) { $0 + $1.lateCases }
      share.add(1 - late / Double(all.count { $0.work.due < 5 }))
    }
    let level = try #require(answer.total.serviceLevel)
    let error = try #require(answer.total.halfWidth) / 1.96
    let room = 4 * (share.standardError * share.standardError + error * error).squareRoot()
    #expect(abs(share.value - level) < room, "\(level) \(share)")
    #expect(room < 0.035)
  }
}
