import CivilTime
import CollectionsModel
import Testing
import Workloads

@Suite struct FunnelTests {
  let week = Funnel(
    accounts: 50_000, rpcPerAttempt: 0.06, rpcSeconds: 300, otherLive: 0.05, otherSeconds: 45,
    promiseRate: 0.45, keptRate: 0.6)

  /// The first week of a fresh list, by the closed form.
  @Test func fiftyThousandFreshAccounts() {
    #expect(week.firstWeek.dials.rounded() == 292_935)
    #expect(week.firstWeek.contacts.rounded() == 17_576)
    #expect(week.firstWeek.workHours.rounded() == 1648)
  }

  /// Accounts called one by one, day by day, for 80 weeks: tries on the same days of each week, nobody
  /// called within seven days of a conversation.
  @Test(arguments: [(3, 0.07, [0, 2, 4]), (6, 0.06, [0, 1, 2, 3, 4, 5]), (2, 0.3, [1, 4])])
  func aUsualWeekIsThatOfAccountsCalledOneByOne(tries: Int, rate: Double, days: [Int]) {
    var state: UInt64 = 99
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    var (dials, reached) = (0, 0)
    let accounts = 1500
    for _ in 0..<accounts {
      var spoken = -100
      for day in 0..<(100 * 7) where days.contains(day % 7) && day - spoken >= 7 {
        let isReached = uniform() < rate
        if isReached { spoken = day }
        guard day >= 140 else { continue }
        dials += 1
        if isReached { reached += 1 }
      }
    }
    let funnel = Funnel(
      accounts: Double(accounts), rpcPerAttempt: rate, attempts: tries, rpcSeconds: 300)
    #expect(abs(Double(dials) / 80 / funnel.dials - 1) < 0.015)
    #expect(abs(Double(reached) / 80 / funnel.rightParty - 1) < 0.03)
  }

  @Test func silenceCostsConversations() {
    var loud = week
    loud.quietDays = 0
    #expect(abs(loud.dials - 50_000 * 7) < 1e-6)
    #expect(week.rightParty < loud.rightParty * 0.75)
    #expect(abs(week.promises - 0.45 * week.rightParty) < 1e-9)
    #expect(abs(week.broken - 0.4 * week.promises) < 1e-9)
    let hours = (week.rightParty * 300 + week.dials * 0.05 * 45) / 3600
    #expect(abs(week.phoneHours - hours) < 1e-9)
    let paid = week.paidHours(occupancy: 0.8, shrinkage: 0.3)
    #expect(abs(paid - hours / 0.56) < 1e-9)
  }

  @Test func nobodyIsPaidWithoutOccupancy() {
    #expect(week.paidHours(occupancy: 0, shrinkage: 0.3) == .infinity)
  }
}

@Suite struct BucketTests {
  let now = Buckets([
    .init(name: "current", balance: 10e6, accounts: 10_000, roll: 0.04),
    .init(name: "1-29", balance: 0.4e6, accounts: 500, roll: 0.35, attempts: 3),
    .init(name: "30-59", balance: 0.15e6, accounts: 160, roll: 0.55, attempts: 7),
    .init(name: "60-89", balance: 0.09e6, accounts: 90, roll: 0.70, attempts: 7),
    .init(name: "90-119", balance: 0.06e6, accounts: 60, roll: 1, attempts: 5),
  ])

  @Test func balancesRollToTheNextBucket() {
    let (next, chargedOff) = now.nextMonth()
    let expected = [10e6, 0.4e6, 0.14e6, 0.0825e6, 0.063e6]
    for (bucket, balance) in zip(next.all, expected) {
      #expect(abs(bucket.balance - balance) < 1e-6, "\(bucket.name)")
    }
    #expect(chargedOff == 0.06e6)
    // 140,000 at the bucket's own mean of 937.50.
    #expect(abs(next.all[2].accounts - 149.333333) < 1e-6)
    var own = now
    own.all[1].rollAccounts = 0.3
    #expect(abs(own.nextMonth().buckets.all[2].accounts - 150) < 1e-9)
  }

  @Test func aConstantStartReachesASteadyState() {
    let path = now.path(months: 8)
    #expect(path.count == 9)
    #expect(path[7] == path[8])
  }

  @Test func rates() {
    #expect(CollectionRates.kept(paid: 60, due: 100) == 0.6)
    #expect(CollectionRates.cure(cured: 1, accounts: 0) == nil)
    #expect(CollectionRates.liquidation(paid: 5, placed: 50) == 0.1)
    // 100 at the start, 50 billed, 80 left of which 40 current: 70 / 110.
    #expect(
      CollectionRates.effectiveness(
        beginning: 100, billed: 50, endingTotal: 80, endingCurrent: 40) == 70.0 / 110)
  }
}

@Suite struct PayDayTests {
  func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  @Test func aPayDayOnASundayComesOnFriday() throws {
    let days = PayDays([.day(15), .lastDay])
    // 31 January 2027 is a Sunday.
    #expect(days.isPayDay(try date("2027-01-29")))
    #expect(!days.isPayDay(try date("2027-01-31")))
    #expect(days.isPayDay(try date("2027-01-15")))
    #expect(days.daysSince(try date("2027-02-01")) == 3)
    #expect(days.next(after: try date("2027-01-29")) == (try date("2027-02-15")))
  }

  @Test func holidaysMoveItToo() throws {
    let days = PayDays([.day(1)], holidays: [try date("2027-01-01")])
    #expect(days.isPayDay(try date("2026-12-31")))
  }

  @Test func everySecondFriday() throws {
    let rule = try #require(PayDays.Rule("biweekly 2027-01-08"))
    let days = PayDays([rule])
    #expect(days.isPayDay(try date("2027-01-22")))
    #expect(!days.isPayDay(try date("2027-01-15")))
    #expect(PayDays.Rule("32") == nil)
    #expect(PayDays.Rule("30") == .day(30))
  }

  @Test func promisesAreFollowedUpAfterTheyAreDueAndAfterTheSilence() throws {
    var portfolio = Portfolio(
      buckets: Buckets([]), rpcPerAttempt: [], rpcSeconds: 300,
      payDays: PayDays([.day(1), .day(15)]))
    // Due on Monday 15 March 2027.
    #expect(portfolio.followUp(of: try date("2027-03-04")) == (try date("2027-03-16")))
    // Made on the Friday before: not before the next Friday.
    #expect(portfolio.followUp(of: try date("2027-03-12")) == (try date("2027-03-19")))
    portfolio.payDays = PayDays([])
    #expect(portfolio.followUp(of: try date("2027-03-04")) == (try date("2027-03-12")))
  }

  @Test func theEffectFades() throws {
    let effect = PayDayEffect([1.5, 1.3, 1.1, 1])
    let days = PayDays([.day(15)])
    #expect(effect.factor(on: try date("2027-01-15"), days) == 1.5)
    #expect(effect.factor(on: try date("2027-01-17"), days) == 1.1)
    #expect(effect.factor(on: try date("2027-01-25"), days) == 1)
  }
}
