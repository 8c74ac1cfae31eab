// When to dial which part of a campaign's list, within the law and the team.
//
// Goal: the most sales in the planned period, or the most contacts where sales are not counted.
// Method: the hours that rules allow, segment by segment (`ContactRules.RuleBook`); neighbouring
// intervals of one local hour with the same segments open are one slot; `Workloads.ListAllocation`
// finds the dials per slot and proves them best. Inside a slot dials are spread evenly.
// Conditions: attempts a day and the gap between them are those of `DialSpacing`, segment by segment, which
// keep below every cap in the rule files.

public import CivilTime
public import ContactRules
internal import Workloads

/// One interval of the plan.
public struct CampaignInterval: Hashable, Sendable {
  public var start: Instant
  public var seconds: Int
  /// Whether agents work at all.
  public var isOpen: Bool

  public init(start: Instant, seconds: Int, isOpen: Bool) {
    self.start = start
    self.seconds = seconds
    self.isOpen = isOpen
  }
}

/// The best use of a team's time on a campaign.
public struct CampaignPlan: Sendable {
  public struct SegmentResult: Hashable, Sendable {
    public var name: String
    public var records: Double
    /// Of these, records that may be called in the middle of the period.
    public var callable: Double
    public var dials: Double
    public var contacts: Double
    /// Hours of the period in which the law allows calls, and of these the hours agents work.
    public var lawfulHours: Double
    public var workedHours: Double
    /// How often one record is dialled.
    public var spacing: DialSpacing

    /// Records reached over records loaded.
    public var penetration: Double { records > 0 ? contacts / records : 0 }
  }

  /// Expected contacts, dials and agent seconds (waiting for answers included) by interval.
  public var contacts: [Double]
  public var dials: [Double]
  public var agentSeconds: [Double]
  public var segments: [SegmentResult]
  /// Expected sales; 0 when they are not counted.
  public var sales: Double
  /// No plan makes more sales, or where they are not counted, reaches more people.
  public var bound: Double
  /// Contacts by local hour of the called party, 0 to 23.
  public var contactsByHour: [Double]

  public var totalContacts: Double { contacts.reduce(0, +) }
  public var totalDials: Double { dials.reduce(0, +) }

  /// Of the arguments:
  /// - `intervals`: Ascending; of one length but for the last.
  /// - `clock`: The zone whose days are the campaign's days.
  /// - Complexity: One linear programme of segments · days · hours · attempts columns.
  public init?(
    _ campaign: Campaign, intervals: [CampaignInterval], clock: Zone, book: RuleBook
  ) {
    guard let first = intervals.first, let last = intervals.last else { return nil }
    let end = last.start + last.seconds
    // Which segments may be called in which interval: the whole of it.
    var lawful: [[Bool]] = []
    var hours: [Double] = []
    for segment in campaign.segments {
      let windows = book.windows(segment.people, from: first.start, to: end)
      hours.append(windows.reduce(0) { $0 + Double($1.end - $1.start) } / 3600)
      var k = 0
      lawful.append(
        intervals.map { interval in
          let stop = interval.start + interval.seconds
          while k < windows.count, windows[k].end < stop { k += 1 }
          return k < windows.count && windows[k].start <= interval.start
        })
    }
    // Slots: [day][slot] of interval positions.
    var days: [[[Int]]] = []
    var today: CivilDate?
    var lastKey: (hour: Int, open: [Bool], end: Instant)?
    for (i, interval) in intervals.enumerated() where interval.isOpen {
      let local = clock.local(at: interval.start)
      let open = lawful.map { $0[i] }
      if today != local.date {
        today = local.date
        days.append([])
        lastKey = nil
      }
      let day = days.count - 1
      if let key = lastKey, key.hour == local.hour, key.open == open, key.end == interval.start {
        days[day][days[day].count - 1].append(i)
      } else {
        days[day].append([i])
      }
      lastKey = (local.hour, open, interval.start + interval.seconds)
    }
    let capacity = days.map { day in
      day.map { slot in
        slot.reduce(0) { sum, i in
          sum
            + Double(
              campaign.agents(hour: clock.local(at: intervals[i].start).hour)
                * intervals[i].seconds)
        }
      }
    }
    let rates = campaign.segments.enumerated().map { s, segment in
      days.map { day in
        day.map { slot -> Double? in
          guard let i = slot.first, lawful[s][i] else { return nil }
          return campaign.rate(segment, at: intervals[i].start)
        }
      }
    }
    let times = days.map { day in
      day.map { slot in
        let last = intervals[slot[slot.count - 1]]
        return intervals[slot[0]].start.seconds..<(last.start + last.seconds).seconds
      }
    }
    let spacings = zip(campaign.segments, rates).map { segment, rates in
      let open = zip(rates, times).compactMap { rates, times -> DialSpacing.Day? in
        let called = zip(rates, times).filter { $0.0 ?? 0 > 0 }.map(\.1)
        guard let from = called.first?.lowerBound, let to = called.last?.upperBound else {
          return nil
        }
        return .init(date: segment.clock.date(at: Instant(seconds: from)), open: from..<to)
      }
      let rules = book.rules(for: segment.people).filter { rule in
        open.contains { rule.isInForce(on: $0.date) }
      }
      return campaign.spacing.within(
        rules, maximumAttempts: campaign.maximumAttempts, on: open)
    }
    let handling = campaign.pacing.handlingSeconds
    // Half of the period's revocations have come by its middle.
    let kept = max(0, 1 - campaign.revokedPerWeek * Double(end - first.start) / 604_800 / 2)
    guard
      let best = ListAllocation(
        segments: zip(campaign.segments.indices, rates).map { s, rates in
          let segment = campaign.segments[s]
          var list = ListSegment(
            name: segment.name,
            inventory: segment.inventory.map { $0 * segment.callable * kept }, contactRates: rates,
            attemptFactors: segment.attemptFactors,
            values: campaign.conversion.isEmpty
              ? []
              : days.map { day in
                day.map { campaign.conversion(segment, at: intervals[$0[0]].start) ?? 0 }
              })
          list.attemptsPerDay = spacings[s].perDay
          list.gapSeconds = spacings[s].gapSeconds
          return list
        }, maximumAttempts: campaign.maximumAttempts, capacitySeconds: capacity,
        slotTimes: times.map { $0.map { Int($0.lowerBound)..<Int($0.upperBound) } },
        secondsPerDial: { c in
          let u = campaign.dialling(c).utilisation
          return u > 0 ? c * handling / u : 1e9
        })
    else { return nil }

    contacts = [Double](repeating: 0, count: intervals.count)
    dials = contacts
    agentSeconds = contacts
    contactsByHour = [Double](repeating: 0, count: 24)
    segments = []
    sales = campaign.conversion.isEmpty ? 0 : best.value
    bound = best.bound
    for (s, segment) in campaign.segments.enumerated() {
      var segmentDials = 0.0
      var segmentContacts = 0.0
      for (d, day) in days.enumerated() {
        for (k, slot) in day.enumerated() where best.dials[s][d][k] > 0 {
          let local = segment.clock.local(at: intervals[slot[0]].start)
          contactsByHour[local.hour] += best.contactsBySlot[s][d][k]
          segmentDials += best.dials[s][d][k]
          segmentContacts += best.contactsBySlot[s][d][k]
          for i in slot {
            dials[i] += best.dials[s][d][k] / Double(slot.count)
            contacts[i] += best.contactsBySlot[s][d][k] / Double(slot.count)
            agentSeconds[i] += best.secondsBySlot[s][d][k] / Double(slot.count)
          }
        }
      }
      let worked = intervals.indices.reduce(0) {
        $0 + (intervals[$1].isOpen && lawful[s][$1] ? Double(intervals[$1].seconds) : 0)
      }
      segments.append(
        SegmentResult(
          name: segment.name, records: segment.records,
          callable: segment.records * segment.callable * kept, dials: segmentDials,
          contacts: segmentContacts, lawfulHours: hours[s], workedHours: worked / 3600,
          spacing: spacings[s]))
    }
  }

  /// Agents of an interval, rounded up; never more than there are.
  public func agents(_ interval: Int, _ intervals: [CampaignInterval], of campaign: Campaign) -> Int
  {
    let seconds = Double(intervals[interval].seconds)
    return seconds > 0
      ? min(campaign.agents, wholeUp(agentSeconds[interval] / seconds - 1e-6)) : 0
  }
}
