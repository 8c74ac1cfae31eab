import CivilTime
import CollectionsModel
import Testing

@Suite struct FunnelTests {
  let week = Funnel(
    accounts: 50_000, rpcPerAttempt: 0.06, rpcSeconds: 300, otherLive: 0.05, otherSeconds: 45,
    promiseRate: 0.45, keptRate: 0.6)

  @Test func fiftyThousandAccounts() {
    #expect(week.dials.rounded() == 292_935)
    #expect(week.rightParty.rounded() == 17_576)
    #expect(week.promises.rounded() == 7909)
    #expect(abs(week.kept - 4746) < 1)
    #expect(week.phoneHours.rounded() == 1648)
    let paid = week.paidHours(occupancy: 0.8, shrinkage: 0.3)
    #expect(abs(paid - 2942) < 1)
    #expect(abs(paid / 40 - 73.6) < 0.05)
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
    #expect(abs(next.all[2].accounts - 175) < 1e-9)
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

  @Test func theEffectFades() throws {
    let effect = PayDayEffect([1.5, 1.3, 1.1, 1])
    let days = PayDays([.day(15)])
    #expect(effect.factor(on: try date("2027-01-15"), days) == 1.5)
    #expect(effect.factor(on: try date("2027-01-17"), days) == 1.1)
    #expect(effect.factor(on: try date("2027-01-25"), days) == 1)
  }
}
