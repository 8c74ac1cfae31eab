import Testing
import Workloads

/// Several attempts on a record a day, with a gap between them: cases that can be told by hand.
@Suite struct RetryTests {
  /// Hours of days, as many slots, and what a plan reaches of 100 records at one in two.
  private func plan(
    _ hours: [Range<Int>], perDay: Int, gapMinutes: Int, attempts: Int, days: Int = 1,
    seconds: Double = 1e9
  ) -> ListAllocation? {
    let rates = [[Double?]](
      repeating: [Double?](repeating: 0.5, count: hours.count), count: days)
    var segment = ListSegment(name: "s", inventory: [100], contactRates: rates)
    segment.attemptsPerDay = perDay
    segment.gapSeconds = gapMinutes * 60
    return ListAllocation(
      segments: [segment], maximumAttempts: attempts,
      capacitySeconds: rates.map { $0.map { _ in seconds } },
      slotTimes: (0..<days).map { day in
        hours.map { (day * 24 + $0.lowerBound) * 3600..<(day * 24 + $0.upperBound) * 3600 }
      }
    ) { _ in 1 }
  }

  private let morning = [9..<10, 10..<11, 11..<12, 12..<13, 13..<14]

  @Test(arguments: [
    // One, two and three in a day; a third has no room where the gap is longer.
    (1, 120, 3, 50.0), (2, 120, 3, 75), (3, 120, 3, 87.5), (3, 180, 3, 75), (3, 300, 3, 50),
    // No more in all than there may be.
    (3, 120, 2, 75),
  ])
  func attemptsOfADay(perDay: Int, gap: Int, most: Int, contacts: Double) throws {
    let plan = try #require(self.plan(morning, perDay: perDay, gapMinutes: gap, attempts: most))
    #expect(abs(plan.contacts - contacts) < 1e-3)
    #expect(abs(plan.bound - plan.contacts) < 1e-3)
  }

  /// Four hours and a gap of 90 minutes: what failed from nine to ten, evenly, may be called from half past
  /// ten to half past eleven. An hour that is dialled evenly takes no more than its first half allows.
  @Test func aGapThatIsNoWholeHour() throws {
    let two = try #require(self.plan([9..<10, 10..<11], perDay: 2, gapMinutes: 90, attempts: 2))
    #expect(abs(two.contacts - 50) < 1e-3)
    let four = try #require(
      self.plan([9..<10, 10..<11, 11..<12, 12..<13], perDay: 2, gapMinutes: 90, attempts: 2))
    #expect(abs(four.contacts - 75) < 1e-3)
  }

  /// Sixty agent seconds an hour: what is called again may not be called before its hour.
  @Test func agentsAndGapsTogether() throws {
    let plan = try #require(
      self.plan([9..<10, 10..<11, 11..<12], perDay: 2, gapMinutes: 120, attempts: 2, seconds: 60))
    // 60 at nine, 40 fresh ones at ten, and of the 30 that failed at nine all at eleven.
    #expect(abs(plan.contacts - 65) < 1e-3)
    #expect(plan.dials[0][0][2] <= 30 + 1e-6)
  }

  /// The gap holds over midnight, where the number of a day begins anew.
  @Test func aNightIsNoGap() throws {
    let round = [0..<1, 23..<24]
    let close = try #require(self.plan(round, perDay: 1, gapMinutes: 0, attempts: 2, days: 2))
    #expect(abs(close.contacts - 75) < 1e-3)
    // At 23 and at 23 of the next day, or at 0 and at 0: the same.
    let apart = try #require(self.plan(round, perDay: 1, gapMinutes: 120, attempts: 2, days: 2))
    #expect(abs(apart.contacts - 75) < 1e-3)
    let far = try #require(self.plan(round, perDay: 1, gapMinutes: 48 * 60, attempts: 2, days: 2))
    #expect(abs(far.contacts - 50) < 1e-3)
    // Sixty at each hour: fresh ones at nought and 23; at nought only those of a whole day before.
    let few = try #require(
      self.plan(round, perDay: 1, gapMinutes: 120, attempts: 2, days: 2, seconds: 60))
    #expect(abs(few.contacts - 75) < 1e-3)
    #expect(few.dials[0][1][0] <= few.dials[0][0][0] / 2 + 100 - few.dials[0][0][0] + 1e-6)
  }

  @Test func nobodyIsCalledWhereNoAttemptIsAllowed() throws {
    let plan = try #require(self.plan(morning, perDay: 0, gapMinutes: 0, attempts: 3))
    #expect(plan.contacts == 0)
    #expect(self.plan(morning, perDay: 2, gapMinutes: 60, attempts: 3) != nil)
  }
}
