import CivilTime
import ContactRules
import TelemarketingModel
import TestSupport
import Testing
import Workloads

@Suite struct CampaignPlanTests {
  let newYork: Zone
  let losAngeles: Zone
  let book: RuleBook

  init() throws {
    newYork = try ZoneDatabase.system.zone("America/New_York")
    losAngeles = try ZoneDatabase.system.zone("America/Los_Angeles")
    book = RuleBook(try TelemarketingRules.rules())
  }

  func intervals(_ from: String, days: Int) throws -> [CampaignInterval] {
    let first = try #require(CivilDate(from))
    return (0..<days).flatMap { newYork.intervals(of: first + $0, length: 1800) }.map {
      CampaignInterval(start: $0.lowerBound, seconds: 1800, isOpen: true)
    }
  }

  func people(_ place: String, _ zone: Zone) -> ContactCase {
    ContactCase(scope: "sales", jurisdictions: [place], zones: [zone])
  }

  func campaign(agents: Int) -> Campaign {
    let rates = (0..<24).map { hour in
      [17, 18, 19, 20].contains(hour) ? 0.17 : hour >= 8 ? 0.10 : 0
    }
    return Campaign(
      segments: [
        CampaignSegment(
          name: "FL", people: people("US-FL", newYork), inventory: [4000], rates: rates),
        CampaignSegment(
          name: "CA", people: people("US-CA", losAngeles), inventory: [4000], rates: rates
        ),
        CampaignSegment(
          name: "AL", people: people("US-AL", newYork), inventory: [0, 1000], rates: rates
        ),
      ], maximumAttempts: 3, pacing: Pacing(handlingSeconds: 180, ringSeconds: 20), agents: agents)
  }

  @Test func nobodyIsCalledOutsideTheLawfulHours() throws {
    // Saturday to Monday, one Sunday on which Alabama may not be called.
    let intervals = try intervals("2027-02-27", days: 3)
    let campaign = campaign(agents: 12)
    let plan = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    for (i, interval) in intervals.enumerated() where plan.contacts[i] > 0 {
      let east = newYork.local(at: interval.start)
      let west = losAngeles.local(at: interval.start)
      let florida = east.hour >= 8 && east.hour < 20
      let california = west.hour >= 8 && west.hour < 21
      #expect(florida || california, "\(east)")
    }
    #expect(plan.segments[2].lawfulHours == 24)
    #expect(plan.segments[0].lawfulHours == 36)
    #expect(plan.segments[1].lawfulHours == 39)
    #expect(abs(plan.bound - plan.totalContacts) < 0.01)
  }

  @Test func noIntervalTakesMoreThanTheTeam() throws {
    let intervals = try intervals("2027-03-01", days: 2)
    let campaign = campaign(agents: 10)
    let plan = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    #expect(plan.totalContacts > 500)
    for i in intervals.indices {
      #expect(plan.agentSeconds[i] <= 18_000 + 1e-6)
      #expect(plan.agents(i, intervals, of: campaign) <= 10)
    }
    let reached = plan.segments.map(\.contacts).reduce(0, +)
    #expect(abs(reached - plan.totalContacts) < 1e-6)
    #expect(abs(plan.contactsByHour.reduce(0, +) - reached) < 1e-6)
  }

  @Test func salesMoveTheHours() throws {
    let intervals = try intervals("2027-03-01", days: 1)
    var campaign = campaign(agents: 60)
    let most = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    // Only those called in the morning buy.
    campaign.conversion = (0..<24).map { $0 < 12 ? 0.1 : 0.01 }
    let plan = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    #expect(plan.contactsByHour[8..<12].reduce(0, +) > most.contactsByHour[8..<12].reduce(0, +))
    #expect(abs(plan.bound - plan.sales) < 0.01)
    #expect(plan.totalContacts <= most.totalContacts + 1e-6)
    #expect(most.sales == 0)
  }

  /// Records that may not be called are none, later attempts reach fewer, and no hour has more agents
  /// than it has.
  @Test func theListShrinksAndTheTeamHasHours() throws {
    let intervals = try intervals("2027-03-01", days: 5)
    var campaign = campaign(agents: 1000)
    let all = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    for k in campaign.segments.indices { campaign.segments[k].callable = 0.9 * 0.8 }
    campaign.revokedPerWeek = 0.014
    let fewer = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    // Five days: half of 1 % is revoked by the middle.
    #expect(abs(fewer.totalContacts / all.totalContacts - 0.72 * 0.995) < 1e-6)
    #expect(abs(fewer.segments[0].callable - 4000 * 0.72 * 0.995) < 1e-6)

    for k in campaign.segments.indices { campaign.segments[k].attemptFactors = [1, 0.5] }
    let weaker = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    // One day at .17, two at .085.
    let reached = 1 - 0.83 * 0.915 * 0.915
    #expect(abs(weaker.segments[0].contacts / weaker.segments[0].callable - reached) < 1e-6)

    campaign.agents = 8
    campaign.agentsByHour = (0..<24).map { $0 < 17 ? 2 : 8 }
    let staffed = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    for (i, interval) in intervals.enumerated() {
      let most = newYork.local(at: interval.start).hour < 17 ? 2.0 : 8
      #expect(staffed.agentSeconds[i] <= most * 1800 + 1e-6)
    }
  }

  /// Six days of a plan, record by record: in each interval as many records are called as the plan says,
  /// none twice a day, none after it was reached or had its three calls. The list is as exhausted as the
  /// plan promises, and there is always a record left to call.
  @Test func sixDaysExhaustTheListAsPlanned() throws {
    let intervals = try intervals("2027-03-01", days: 6)
    var campaign = campaign(agents: 9)
    campaign.segments = [campaign.segments[0]]
    let plan = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    var random = SeededGenerator(state: 20_270_301)
    var (contacts, unfilled, dialled) = (SampleMean(), SampleMean(), SampleMean())
    for _ in 0..<40 {
      var made = [Int](repeating: 0, count: 4000)
      var isReached = [Bool](repeating: false, count: 4000)
      var lastDay = [Int](repeating: -1, count: 4000)
      var (owed, left, dials, reached) = (0.0, 0, 0, 0)
      for (i, interval) in intervals.enumerated() {
        let local = newYork.local(at: interval.start)
        let rate = [17, 18, 19, 20].contains(local.hour) ? 0.17 : 0.10
        owed += plan.dials[i]
        var calls = Int(owed)
        owed -= Double(calls)
        // Fresh records first: those tried today have their next call tomorrow.
        for tries in 0..<3 where calls > 0 {
          for k in 0..<4000 where calls > 0 {
            guard made[k] == tries, !isReached[k], lastDay[k] != local.date.dayNumber else {
              continue
            }
            calls -= 1
            made[k] += 1
            lastDay[k] = local.date.dayNumber
            dials += 1
            if random.happens(rate) {
              isReached[k] = true
              reached += 1
            }
          }
        }
        left += calls
      }
      contacts.add(Double(reached))
      unfilled.add(Double(left))
      dialled.add(Double(dials))
    }
    // Where chance reaches more people than expected there is nobody left to call: a few calls in a thousand.
    #expect(unfilled.value < 0.005 * dialled.value, "\(unfilled) of \(dialled)")
    let planned = plan.totalContacts
    #expect(contacts.agrees(with: planned, beside: 0.17 * unfilled.value), "\(planned) \(contacts)")
    #expect(contacts.standardError < 0.005 * planned)
  }

  @Test func attemptsAlreadyMadeCount() throws {
    let intervals = try intervals("2027-03-01", days: 5)
    let plan = try #require(
      CampaignPlan(
        campaign(agents: 1000), intervals: intervals, clock: newYork, book: book))
    // Fresh records have three attempts, the others two; best rate .17.
    #expect(plan.segments[0].penetration < 1 - 0.83 * 0.83 * 0.83 + 1e-9)
    #expect(plan.segments[0].penetration > 0.42)
    #expect(abs(plan.segments[2].penetration - (1 - 0.83 * 0.83)) < 1e-6)
  }
}
