import CivilTime
import ContactRules
import TelemarketingModel
import TestSupport
import Testing
import Workloads

/// Several attempts a day with a gap: six days of a plan, followed record by record.
@Suite struct RetryTests {
  let newYork: Zone
  let book: RuleBook

  init() throws {
    newYork = try ZoneDatabase.system.zone("America/New_York")
    book = RuleBook(try TelemarketingRules.rules())
  }

  private func rate(_ hour: Int) -> Double {
    [17, 18, 19, 20].contains(hour) ? 0.17 : hour >= 8 ? 0.10 : 0
  }

  private func intervals(days: Int) throws -> [CampaignInterval] {
    let first = try #require(CivilDate("2027-03-01"))
    return (0..<days).flatMap { newYork.intervals(of: first + $0, length: 1800) }.map {
      CampaignInterval(start: $0.lowerBound, seconds: 1800, isOpen: true)
    }
  }

  private func campaign(
    _ place: String, records: Double = 4000, attempts: Int, agents: Int, perDay: Int, gap: Int
  ) -> Campaign {
    var campaign = Campaign(
      segments: [
        CampaignSegment(
          name: place,
          people: ContactCase(scope: "sales", jurisdictions: [place], zones: [newYork]),
          inventory: [records], rates: (0..<24).map(rate))
      ], maximumAttempts: attempts, pacing: Pacing(handlingSeconds: 180, ringSeconds: 20),
      agents: agents)
    campaign.spacing = DialSpacing(perDay: perDay, gapSeconds: gap)
    return campaign
  }

  /// A dialler that takes, of the records that may be called at a moment, one with the fewest attempts.
  private struct PlainRecords {
    var made: [Int]
    var isReached: [Bool]
    var today: [(day: Int, made: Int)]
    var last: [Int64]

    init(_ count: Int) {
      made = [Int](repeating: 0, count: count)
      isReached = [Bool](repeating: false, count: count)
      today = [(day: Int, made: Int)](repeating: (-1, 0), count: count)
      last = [Int64](repeating: .min / 2, count: count)
    }

    mutating func next(
      at now: Int64, day: Int, most: Int, perDay: Int, gap: Int64
    ) -> Int? {
      var best: Int?
      for k in made.indices where !isReached[k] && made[k] < most && now - last[k] >= gap {
        if today[k].day == day, today[k].made >= perDay { continue }
        if let known = best, made[known] <= made[k] { continue }
        best = k
        if made[k] == 0 { break }
      }
      guard let best else { return nil }
      made[best] += 1
      today[best] = (day, today[best].day == day ? today[best].made + 1 : 1)
      last[best] = now
      return best
    }
  }

  /// Contacts, dials and calls without a record of as many runs of a plan.
  private func followed(
    _ plan: CampaignPlan, _ intervals: [CampaignInterval], records: Int, attempts: Int, perDay: Int,
    gap: Int, runs: Int
  ) -> (contacts: SampleMean, dials: SampleMean, unfilled: SampleMean, mostADay: Int) {
    var random = SeededGenerator(state: 20_270_301)
    var (contacts, dialled, unfilled) = (SampleMean(), SampleMean(), SampleMean())
    var mostADay = 0
    for _ in 0..<runs {
      var list = PlainRecords(records)
      var (owed, reached, dials, left) = (0.0, 0, 0, 0)
      for (i, interval) in intervals.enumerated() where plan.dials[i] > 0 {
        let local = newYork.local(at: interval.start)
        owed += plan.dials[i]
        let calls = Int(owed)
        owed -= Double(calls)
        for call in 0..<calls {
          let now = interval.start.seconds + Int64(1800 * (Double(call) + 0.5) / Double(calls))
          guard
            let record = list.next(
              at: now, day: local.date.dayNumber, most: attempts, perDay: perDay, gap: Int64(gap))
          else {
            left += 1
            continue
          }
          dials += 1
          mostADay = max(mostADay, list.today[record].made)
          if random.happens(rate(local.hour)) {
            list.isReached[record] = true
            reached += 1
          }
        }
      }
      contacts.add(Double(reached))
      dialled.add(Double(dials))
      unfilled.add(Double(left))
    }
    return (contacts, dialled, unfilled, mostADay)
  }

  /// Two a day, three hours apart, twelve in all, in Illinois' 13 hours: the list is as exhausted after six
  /// days as planned, and there is always a record that has rested.
  @Test(arguments: [(2, 3 * 3600), (3, 4 * 3600), (2, 90 * 60)])
  func sixDaysExhaustTheListAsPlanned(perDay: Int, gap: Int) throws {
    let intervals = try intervals(days: 6)
    let campaign = campaign("US-IL", attempts: 12, agents: 5, perDay: perDay, gap: gap)
    let plan = try #require(
      CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
    #expect(plan.segments[0].spacing == campaign.spacing)
    #expect(abs(plan.bound - plan.totalContacts) < 0.05)
    let found = followed(
      plan, intervals, records: 4000, attempts: 12, perDay: perDay, gap: gap, runs: 12)
    let planned = plan.totalContacts
    #expect(found.mostADay == perDay)
    #expect(found.unfilled.value < 0.005 * found.dials.value, "\(found.unfilled) \(found.dials)")
    #expect(
      found.contacts.agrees(with: planned, beside: 0.17 * found.unfilled.value),
      "\(planned) \(found.contacts)")
    #expect(found.contacts.standardError < 0.005 * planned)

    // One a day reaches fewer with the same people, and the plan of several a day is none for one a day.
    let once = try #require(
      CampaignPlan(
        self.campaign("US-IL", attempts: 12, agents: 5, perDay: 1, gap: 0), intervals: intervals,
        clock: newYork, book: book))
    #expect(planned > once.totalContacts * 1.02, "\(planned) \(once.totalContacts)")
    let strict = followed(
      plan, intervals, records: 4000, attempts: 12, perDay: 1, gap: gap, runs: 1)
    #expect(strict.unfilled.value > 0.05 * strict.dials.value)
    // Who rests three hours longer is missing where the plan counts on it.
    let rested = followed(
      plan, intervals, records: 4000, attempts: 12, perDay: perDay, gap: gap + 3 * 3600, runs: 1)
    #expect(rested.unfilled.value > 2 * found.unfilled.value, "\(rested.unfilled)")
  }

  /// Florida: 3 calls in 24 hours. Two a day six hours apart keep it, in twelve hours a third has no room.
  @Test func theCapOfFloridaIsTheStricter() throws {
    let intervals = try intervals(days: 6)
    for (perDay, gap) in [(3, 3 * 3600), (2, 3600), (2, 3 * 3600)] {
      let campaign = campaign("US-FL", attempts: 12, agents: 9, perDay: perDay, gap: gap)
      let plan = try #require(
        CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
      let spacing = plan.segments[0].spacing
      #expect(spacing.bounds == ["TM-US-FL"])
      #expect(spacing.perDay == 2 && spacing.gapSeconds == 6 * 3600, "\(spacing)")
    }
    // Three in all are no more than three a day; and what is asked for may be stricter itself.
    for (attempts, perDay, gap) in [(3, 3, 3 * 3600), (12, 1, 0), (12, 2, 7 * 3600)] {
      let campaign = campaign("US-FL", attempts: attempts, agents: 9, perDay: perDay, gap: gap)
      let plan = try #require(
        CampaignPlan(campaign, intervals: intervals, clock: newYork, book: book))
      #expect(plan.segments[0].spacing == campaign.spacing)
    }
  }

  /// Calls at moments of chance, as many a day and as close as the spacing lets them be, are never more than a
  /// cap allows. The gaps by hand, such as 13 h of night and twice 5 h 30 min: the fourth call from nine to
  /// eight in the evening comes a day after the first.
  @Test(arguments: [
    (Cap(3, 24, opens: 8, closes: 20), asked: (2, 60), left: (2, 360)),
    (Cap(3, 24, opens: 9, closes: 20), asked: (3, 180), left: (2, 330)),
    (Cap(4, 24, opens: 8, closes: 21), asked: (3, 60), left: (3, 260)),
    (Cap(2, 168, opens: 8, closes: 20), asked: (1, 0), left: (1, 84 * 60)),
    (Cap(1, 8, opens: 6, closes: 23), asked: (1, 0), left: (1, 480)),
    (Cap(5, 72, opens: 0, closes: 24), asked: (3, 30), left: (2, 864)),
  ])
  func capsAreKept(cap: Cap, asked: (Int, Int), left: (Int, Int)) throws {
    var rule = ContactRule(id: "X")
    rule.caps = [AttemptCap(count: cap.count, windowHours: cap.hours, key: "person")]
    let first = try #require(CivilDate("2027-03-01"))
    let days = (0..<12).map { day in
      DialSpacing.Day(
        date: first + day,
        open: Int64((day * 24 + cap.opens) * 3600)..<Int64((day * 24 + cap.closes) * 3600))
    }
    let spacing = DialSpacing(perDay: asked.0, gapSeconds: asked.1 * 60)
      .within([rule], maximumAttempts: 100, on: days)
    #expect(spacing.perDay == left.0 && spacing.gapSeconds == left.1 * 60, "\(spacing)")
    #expect(spacing.bounds == ["X"])
    var random = SeededGenerator(state: 7)
    var most = 0
    for _ in 0..<4000 {
      var calls: [Int] = []
      for day in days {
        var today = 0
        let lean = Double.random(in: 0...1, using: &random)
        for at in stride(from: Int(day.open.lowerBound), to: Int(day.open.upperBound), by: 300) {
          let isRested = calls.last.map { at - $0 >= spacing.gapSeconds } ?? true
          if isRested, today < spacing.perDay, random.happens(lean * lean) {
            calls.append(at)
            today += 1
          }
        }
      }
      for call in calls {
        most = max(most, calls.count { $0 <= call && call - $0 < cap.hours * 3600 })
      }
    }
    #expect(most <= cap.count, "\(spacing)")
  }

  /// So many calls in so many hours, and the hours of the day.
  struct Cap: Sendable {
    var count: Int
    var hours: Int
    var opens: Int
    var closes: Int

    init(_ count: Int, _ hours: Int, opens: Int, closes: Int) {
      self.count = count
      self.hours = hours
      self.opens = opens
      self.closes = closes
    }
  }

  @Test func aCapOfWholeDaysIsKept() throws {
    var rule = ContactRule(id: "X")
    rule.caps = [AttemptCap(count: 7, windowHours: 168, key: "debt", clock: .days)]
    let first = try #require(CivilDate("2027-03-01"))
    let days = (0..<14).map { day in
      DialSpacing.Day(
        date: first + day, open: Int64((day * 24 + 8) * 3600)..<Int64((day * 24 + 21) * 3600))
    }
    let once = DialSpacing(perDay: 1, gapSeconds: 0)
    #expect(once.within([rule], maximumAttempts: 20, on: days) == once)
    let twice = DialSpacing(perDay: 2, gapSeconds: 3600)
      .within([rule], maximumAttempts: 20, on: days)
    #expect(twice.bounds == ["X"])
    // Seven in a week of days are one a day.
    #expect(twice.perDay == 1 && twice.gapSeconds == 3600, "\(twice)")
    rule.caps[0].count = 0
    #expect(once.within([rule], maximumAttempts: 20, on: days).perDay == 0)
  }
}
