internal import CivilTime
internal import ContactRules
public import MusterPluginKit
internal import PluginSupport
internal import TelemarketingModel
internal import Workloads

/// Lists to be called within the law: lawful hours by place, caps, the best hours, headroom.
struct TelemarketingPlugin: CentrePlugin {
  static let id: StaticString = "telemarketing"
  static let name: StaticString = "Telemarketing"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Lists called within lawful hours and caps, at the hours that reach most people."
  static var settingsSchema: String? { Settings.schema }

  let lists: [CallList]
  let desk: ContactDesk
  let limit: Double
  let plans = PlanMemory()

  /// One list of the settings, ready to be planned.
  struct CallList {
    var queue: String
    var campaign: Campaign
    var start: CivilDate?
    var counted: AbandonmentCount
  }

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    let settings = try configuration.decode(Settings.self)
    limit = settings.abandonmentLimit ?? 0.03
    desk = try ContactDesk(
      shipped: Self.shipped, examples: Self.examples, file: settings.rules,
      calendar: settings.holidayCalendar, configuration)
    var lists: [CallList] = []
    for (i, list) in (settings.lists ?? []).enumerated() {
      lists.append(try Self.read(list, "lists[\(i)]", limit, desk))
    }
    self.lists = lists
  }

  static let shipped: [ContactRule] = (try? TelemarketingRules.rules()) ?? []
  static let examples: [RuleCase] = (try? TelemarketingRules.examples()) ?? []

  private static func read(
    _ list: Settings.List, _ path: String, _ limit: Double, _ desk: ContactDesk
  ) throws(PluginFailure) -> CallList {
    let first = list.firstHour ?? 0
    let rates = try hourly(list.contactRates, from: first, "\(path).contact_rates")
    var segments: [CampaignSegment] = []
    for (k, segment) in list.segments.enumerated() {
      let people = try desk.people(
        scope: list.scope ?? "sales", jurisdictions: [segment.jurisdiction], zones: segment.zones,
        setting: "\(path).segments[\(k)]", placeKey: "jurisdiction")
      var own = rates
      if let given = segment.contactRates {
        own = try hourly(given, from: first, "\(path).segments[\(k)].contact_rates")
      }
      var part = CampaignSegment(
        name: segment.jurisdiction, people: people, inventory: segment.records, rates: own)
      part.attemptFactors = segment.attemptFactors ?? list.attemptFactors ?? []
      part.callable =
        (1 - (segment.doNotCall ?? list.doNotCall ?? 0))
        * (1 - (segment.withoutConsent ?? list.withoutConsent ?? 0))
      segments.append(part)
    }
    var conversion: [Double] = []
    if let given = list.conversionRates, let one = given.first {
      conversion =
        given.count == 1
        ? [Double](repeating: one, count: 24)
        : try hourly(given, from: first, "\(path).conversion_rates")
    }
    var campaign = Campaign(
      segments: segments,
      maximumAttempts: list.maximumAttempts ?? 4,
      pacing: Pacing(
        handlingSeconds: list.talkSeconds + (list.wrapSeconds ?? 0),
        ringSeconds: list.ringSeconds ?? 20, abandonmentLimit: limit,
        efficiency: list.efficiency ?? 0), agents: list.agents,
      mode: list.mode.flatMap(DialMode.init(rawValue:)), weekdays: list.weekdayFactors ?? [],
      conversion: conversion)
    campaign.agentsByHour = list.hourAgents ?? []
    campaign.revokedPerWeek = list.revokedPerWeek ?? 0
    if (list.attemptsPerDay ?? 1) > 1, list.retryGapMinutes == nil {
      throw .setting(
        "\(path).retry_gap_minutes",
        "is missing: with \(list.attemptsPerDay ?? 1) attempts a day a record rests in between")
    }
    campaign.spacing = DialSpacing(
      perDay: list.attemptsPerDay ?? 1, gapSeconds: 60 * (list.retryGapMinutes ?? 0))
    if let hours = list.hourAgents, hours.allSatisfy({ $0 == 0 }) {
      throw .setting("\(path).hour_agents", "lets nobody work at any hour")
    }
    var start: CivilDate?
    if let text = list.start {
      guard let date = CivilDate(text) else {
        throw .setting("\(path).start", "is not a date such as 2027-03-01")
      }
      start = date
    }
    let counted = AbandonmentCount(live: list.liveAnswers ?? 0, abandoned: list.abandoned ?? 0)
    guard counted.abandoned <= counted.live else {
      throw .setting("\(path).abandoned", "is more than the live answers")
    }
    return CallList(queue: list.queue, campaign: campaign, start: start, counted: counted)
  }

  /// Longer than any plan; the programme grows with the square of the days.
  private static let longestDays = 63

  /// The plan of a list over the given intervals; the same intervals give the same plan.
  func plan(_ list: CallList, zone: String, _ intervals: [CampaignInterval])
    throws(PluginFailure) -> CampaignPlan
  {
    if let known = plans.plan(list.queue, intervals) { return known }
    if let first = intervals.first, let last = intervals.last,
      last.start - first.start > Self.longestDays * 86_400
    {
      throw PluginFailure(
        "a list is allocated over at most \(Self.longestDays) days: plan a shorter period")
    }
    guard let clock = try? ZoneDatabase.system.zone(zone) else {
      throw PluginFailure("\(zone) is not a time zone", status: MUSTER_E_QUESTION)
    }
    guard
      let plan = CampaignPlan(
        list.campaign, intervals: intervals, clock: clock, book: desk.book)
    else {
      throw PluginFailure(
        "the list of queue \(list.queue) is too large to be allocated at once: plan a shorter period, or "
          + "fewer attempts a day")
    }
    plans.keep(plan, list.queue, intervals)
    return plan
  }
}

/// The last plan of each queue, so that demand, requirement and report solve a list once.
final class PlanMemory {
  private var kept: [String: (intervals: [CampaignInterval], plan: CampaignPlan)] = [:]

  func plan(_ queue: String, _ intervals: [CampaignInterval]) -> CampaignPlan? {
    guard let known = kept[queue], known.intervals == intervals else { return nil }
    return known.plan
  }

  func keep(_ plan: CampaignPlan, _ queue: String, _ intervals: [CampaignInterval]) {
    kept[queue] = (intervals, plan)
  }
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(TelemarketingPlugin.self, host: host, into: out)
}
