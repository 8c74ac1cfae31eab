import Testing
import Workloads

@Suite struct AttemptsTests {
  @Test(arguments: [(0.03, 6.40, 0.192), (0.06, 5.86, 0.352), (0.10, 5.22, 0.522)])
  func sevenAttemptsAWeek(p: Double, attempts: Double, reached: Double) {
    let week = Attempts(contactRate: p, maximum: 7)
    #expect(abs(week.expected - attempts) < 0.005)
    #expect(abs(week.reached - reached) < 0.0005)
  }

  @Test func theEndsOfTheScale() {
    #expect(Attempts(contactRate: 0, maximum: 4).expected == 4)
    #expect(Attempts(contactRate: 0, maximum: 4).reached == 0)
    #expect(Attempts(contactRate: 1, maximum: 4).expected == 1)
    #expect(Attempts(contactRate: 1, maximum: 0).reached == 0)
    let rare = Attempts(contactRate: 1e-12, maximum: 3)
    #expect(abs(rare.reached / 3e-12 - 1) < 1e-9)
  }
}

@Suite struct HourlyListTests {
  /// The list of 20,000 records: 10 days, 09-21, 4 attempts, 150 s talk, 30 s wrap, 20 s ring.
  static let rates: [(hour: Int, contactRate: Double)] = [
    (9, 0.10), (10, 0.11), (11, 0.11), (12, 0.10), (13, 0.10), (14, 0.10), (15, 0.11),
    (16, 0.13), (17, 0.16), (18, 0.18), (19, 0.17), (20, 0.14),
  ]
  static let pacing = Pacing(handlingSeconds: 180, ringSeconds: 20)

  func list(_ spread: HourlyList.Spread) -> HourlyList {
    HourlyList(
      records: 20_000, days: 10, rates: Self.rates, maximumAttempts: 4, handlingSeconds: 180,
      spread: spread
    ) { c, _ in Self.pacing.progressiveUtilisation(contactRate: c) }
  }

  @Test func twentyThousandRecords() {
    let list = list(.even)
    #expect(abs(list.workload.penetration - 0.416) < 0.0005)
    #expect(list.workload.dials.rounded() == 66_127)
    #expect(list.workload.contacts.rounded() == 8321)
    #expect(abs(list.workload.workHours - 416.0) < 0.1)
    #expect(abs(list.phoneHoursPerDay - 78.3) < 0.05)
    #expect(abs(list.paidHoursPerDay(shrinkage: 0.3) - 111.9) < 0.05)
  }

  @Test(arguments: [
    (9, 55.1, 0.474, 5.8), (10, 60.6, 0.497, 6.1), (13, 55.1, 0.474, 5.8), (16, 71.6, 0.539, 6.6),
    (17, 88.2, 0.590, 7.5), (18, 99.2, 0.618, 8.0), (19, 93.7, 0.605, 7.8), (20, 77.1, 0.558, 6.9),
  ])
  func theHours(hour: Int, contacts: Double, utilisation: Double, agents: Double) throws {
    let row = try #require(list(.even).hours.first { $0.hour == hour })
    #expect(abs(row.contacts - contacts) < 0.06)
    #expect(abs(row.utilisation - utilisation) < 0.0006)
    #expect(abs(row.agents - agents) < 0.06)
    #expect(abs(row.dials - 551) < 0.1)
  }

  @Test func leaningTowardsTheEveningReachesMore() {
    let list = list(.power(2))
    #expect(abs(list.workload.attempts.contactRate - 0.139) < 0.0005)
    #expect(abs(list.workload.dials - 64_804) < 1)
    #expect(abs(list.workload.penetration - 0.451) < 0.0005)
  }

  @Test func aPredictiveTeamIsAFixedPoint() {
    // 300 contacts an hour of 180 s: 15 erlangs of talk.
    let list = HourlyList(
      records: 3000, days: 1, rates: [(9, 0.1)], maximumAttempts: 1, handlingSeconds: 180
    ) { c, n in max(Self.pacing.best(agents: n, contactRate: c).utilisation, 1e-9) }
    let hour = list.hours[0]
    let u = Self.pacing.best(agents: hour.agents, contactRate: 0.1).utilisation
    #expect(abs(hour.agents * u - 15) < 0.001)
    #expect(hour.agents > 15 / 0.88 && hour.agents < 15 / 0.78)
  }
}

@Suite struct ListAllocationTests {
  /// Two zones of which one may be called only in the day's first two slots.
  let evening = ListSegment(
    name: "west", inventory: [100], contactRates: [[nil, 0.2, 0.3], [nil, 0.2, 0.3]])
  let early = ListSegment(
    name: "east", inventory: [100], contactRates: [[0.1, 0.28, nil], [0.1, 0.28, nil]])

  @Test func theDualsProveTheOptimum() throws {
    let plan = try #require(
      ListAllocation(
        segments: [evening, early], maximumAttempts: 3,
        capacitySeconds: [[2000, 2000, 3000], [2000, 2000, 3000]]
      ) { 20 + $0 * 180 })
    #expect(abs(plan.bound - plan.contacts) < 1e-3)
    // No hour is overrun, and nobody is called where it is not allowed.
    for day in 0..<2 {
      #expect(plan.dials[0][day][0] == 0)
      #expect(plan.dials[1][day][2] == 0)
      for (slot, seconds) in [2000.0, 2000, 3000].enumerated() {
        let spent = [evening, early].enumerated().reduce(0.0) { sum, entry in
          guard let c = entry.element.contactRates[day][slot] else { return sum }
          return sum + plan.dials[entry.offset][day][slot] * (20 + c * 180)
        }
        #expect(spent <= seconds + 1e-6)
      }
    }
  }

  @Test func itBeatsFillingTheBestHourFirst() throws {
    // Slot 1 is the best of both segments that is shared; greedy gives it to whoever has the higher
    // rate there. `a` (.30 in slot 1, nothing else) and `b` (.32 in slot 1, .31 in slot 2).
    let a = ListSegment(name: "a", inventory: [100], contactRates: [[0.30, nil]])
    let b = ListSegment(name: "b", inventory: [100], contactRates: [[0.32, 0.31]])
    let plan = try #require(
      ListAllocation(
        segments: [a, b], maximumAttempts: 1, capacitySeconds: [[100, 100]]
      ) { _ in 1 })
    // Greedy: b in slot 1 (32), a nowhere: 32. Best: a in slot 1, b in slot 2: 61.
    #expect(abs(plan.contacts - 61) < 1e-3)
  }

  @Test func failuresOfTodayAreTomorrowsInventory() throws {
    let segment = ListSegment(name: "s", inventory: [100], contactRates: [[0.5], [0.5], [0.5]])
    let plan = try #require(
      ListAllocation(
        segments: [segment], maximumAttempts: 2, capacitySeconds: [[1e9], [1e9], [1e9]]
      ) { _ in 1 })
    // Two attempts each: 100 · (1 - .5²).
    #expect(abs(plan.contacts - 75) < 1e-3)
    #expect(abs(plan.agentSeconds - 150) < 1e-2)
  }

  @Test func withRoomEnoughItReachesWhatTheClosedFormSays() throws {
    // All rates equal: the hours do not matter and the geometric formula is exact.
    let days = 6
    let segment = ListSegment(
      name: "s", inventory: [1000],
      contactRates: [[Double?]](repeating: [0.12, 0.12, 0.12], count: days))
    let plan = try #require(
      ListAllocation(
        segments: [segment], maximumAttempts: 4,
        capacitySeconds: [[Double]](repeating: [1e9, 1e9, 1e9], count: days)
      ) { _ in 1 })
    let closed = Attempts(contactRate: 0.12, maximum: 4)
    #expect(abs(plan.contacts - 1000 * closed.reached) < 0.01)
    #expect(abs(plan.agentSeconds - 1000 * closed.expected) < 0.1)
  }

  /// With the agent hours of the two closed-form plans and 15 seats the programme reaches more.
  @Test(arguments: [(HourlyList.Spread.even, 8321.0), (.power(2), 9020)])
  func theListOf20000(spread: HourlyList.Spread, contacts: Double) throws {
    let closed = HourlyList(
      records: 20_000, days: 10, rates: HourlyListTests.rates, maximumAttempts: 4,
      handlingSeconds: 180, spread: spread
    ) { c, _ in HourlyListTests.pacing.progressiveUtilisation(contactRate: c) }
    #expect(abs(closed.workload.contacts - contacts) < 10)
    let day: [Double?] = HourlyListTests.rates.map(\.contactRate)
    let segment = ListSegment(
      name: "all", inventory: [20_000], contactRates: [[Double?]](repeating: day, count: 10))
    let capacity = [[Double]](repeating: [Double](repeating: 15 * 3600, count: 12), count: 10)
    let plan = try #require(
      ListAllocation(
        segments: [segment], maximumAttempts: 4, capacitySeconds: capacity,
        totalSeconds: closed.phoneHoursPerDay * 36_000
      ) { 20 + $0 * 180 })
    #expect(abs(plan.bound - plan.contacts) < 0.05)
    #expect(plan.contacts > closed.workload.contacts * 1.005)
  }
}
