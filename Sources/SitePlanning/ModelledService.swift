// Goal: the service of queues whose staffing model is a plugin's: chats, work that waits, lists, dialling.
//
// Method: the plugin that gave a queue its agents simulates its own model with those whom the roster has
// there, slot by slot on the grid of the pauses, less shrinkage; it judges the goals its settings promise.

public import CentreModel
internal import CivilTime
public import Diagnostics
internal import PluginContract
internal import PluginHost
public import RosterChecking

/// What a simulation of a part found.
public struct PartService: Sendable {
  /// By queue and open interval.
  public var rows: [SimulatedService] = []
  /// Verdicts of plugins on queues of their own models, for the whole period.
  public var verdicts: [GoalVerdict] = []
  /// What plugins say of what they simulated, in sentences.
  public var notes: [String] = []
  /// What is missing because no roster went before.
  public var leadIn = LeadIn()

  public init() {}
}

extension SiteDesk {
  /// The plugin whose model staffs a queue; nil where it is the host's.
  func modelOwner(_ queue: Queue, _ rows: [ForecastRow], site: String) -> String? {
    let own = session.requirement(
      info(queue, site: site), goal: queue.goal, rows, by: queue.model.plugin,
      offset: offset(queue))
    guard let own, own.answer.contains(where: { $0 != nil }) else { return nil }
    return own.plugin
  }

  /// The service of a part: of queues whose models are plugins' as these simulate it, of the others
  /// what the host's simulation found, `host`.
  ///
  /// `segments` are the roster of `agents`, of whom `presence` counts who is there.
  ///
  /// A plugin without a simulation of its own leaves its queue to the host; where that has none either
  /// the goals are not judged.
  public func service(
    _ part: SitePart, _ presence: RosterPresence, _ segments: [RosterSegment],
    agents: [RosterAgent], host: [SimulatedService], replications: Int,
    seed: UInt64
  ) throws(Problem) -> PartService {
    var service = PartService()
    service.rows = host
    service.leadIn = LeadIn(try posing.lacking(part, presence.requirement), presence)
    guard session.adds(.simulate) else { return service }
    let site = part.site.site.id
    for queue in part.queues {
      let rows = part.demand(of: queue.id)
      guard let owner = modelOwner(queue, rows, site: site) else { continue }
      let slots = slots(queue, presence)
      let people = people(
        queue, presence.requirement, segments + part.stillAtWork, agents: agents)
      let answer = session.simulate(
        info(queue, site: site), goal: queue.goal, rows, slots: slots, people: people,
        replications: max(2, replications), seed: seed, by: owner, offset: offset(queue))
      guard let answer else { continue }
      service.rows.removeAll { $0.queue == queue.id }
      service.rows += Self.rows(queue, site, answer, slots)
      service.verdicts += verdicts(queue, answer)
      service.notes += answer.notes.map { "\(queue.id): \($0)" }
    }
    return service
  }

  /// How the period's requirements are posed.
  var posing: Posing {
    Posing(
      period: period, clientZone: clientZone, intervalSeconds: centre.intervalSeconds)
  }

  /// Agents on the phone of a queue, one slot after the other.
  private func slots(_ queue: Queue, _ presence: RosterPresence) -> [AgentSlot] {
    guard let q = presence.requirement.queues.firstIndex(of: queue.id) else { return [] }
    return presence.working[q].enumerated().map { index, agents in
      AgentSlot(
        startUnix: (presence.requirement.start + index * presence.slotSeconds).seconds,
        seconds: presence.slotSeconds, agents: Double(agents) * (1 - queue.shrinkage))
    }
  }

  /// The people who work on a queue, one by one and by name.
  private func people(
    _ queue: Queue, _ requirement: RosterRequirement, _ segments: [RosterSegment],
    agents: [RosterAgent]
  ) -> [PersonAtWork] {
    let end = requirement.start + requirement.intervalCount * requirement.intervalSeconds
    let isOnly = requirement.queues == [queue.id]
    var slots: [String: [AgentSlot]] = [:]
    for segment in segments.sorted(by: { $0.start < $1.start })
    where segment.activity == .work
      && (segment.queue == queue.id || segment.queue.isEmpty && isOnly)
    {
      let (from, to) = (max(segment.start, requirement.start), min(segment.end, end))
      guard from < to else { continue }
      slots[segment.agent, default: []].append(
        AgentSlot(
          startUnix: from.seconds, seconds: to - from, agents: 1 - queue.shrinkage))
    }
    return agents.sorted { $0.id < $1.id }.compactMap { agent in
      slots[agent.id].map {
        PersonAtWork(agent: agent.id, skills: agent.skills.keys.sorted(), slots: $0)
      }
    }
  }

  private func verdicts(_ queue: Queue, _ answer: SimulateAnswer) -> [GoalVerdict] {
    func verdict(_ words: String, _ outcome: GoalVerdict.Outcome) -> GoalVerdict {
      GoalVerdict(
        queue: queue.id, from: period.from, days: period.days, words: words, outcome: outcome)
    }
    var all = answer.verdicts.map { verdict($0.words, $0.outcome) }
    for goal in answer.notJudged {
      all.append(verdict("\(goal.goal) is not judged: \(goal.reason)", .notJudged))
    }
    return all + days(queue, answer)
  }

  /// The service level of each day where the plugin tells one.
  private func days(_ queue: Queue, _ answer: SimulateAnswer) -> [GoalVerdict] {
    guard period.days > 1, queue.goal.serviceLevel != nil else { return [] }
    var judged = queue
    judged.goal.averageSpeedOfAnswerSeconds = nil
    judged.goal.abandonment = nil
    judged.goal.maximumOccupancy = nil
    return answer.days.flatMap { day -> [GoalVerdict] in
      guard let level = day.serviceLevel, day.offered > 0 else { return [] }
      var counts = ServiceCounts()
      counts.offered = day.offered
      counts.answered = day.served ?? day.offered
      counts.judged = day.offered
      counts.inTime = level * day.offered
      var halfWidths = ServiceFigures()
      halfWidths.serviceLevel = day.halfWidth ?? 0
      return GoalVerdict.judge(
        judged, ServiceTotal(counts: counts, halfWidths: halfWidths),
        from: clientZone.date(at: Instant(seconds: day.startUnix)), days: 1)
    }
  }

  /// The answer's intervals as rows that add up.
  private static func rows(
    _ queue: Queue, _ site: String, _ answer: SimulateAnswer, _ slots: [AgentSlot]
  ) -> [SimulatedService] {
    let total = answer.total
    var halfWidths = ServiceFigures()
    halfWidths.serviceLevel = total.halfWidth ?? 0
    let stretch = SimulatedService.Stretch(
      start: Instant(seconds: total.startUnix), offered: total.offered, halfWidths: halfWidths)
    var next = 0
    return answer.intervals.map { interval in
      while next < slots.count, slots[next].startUnix < interval.startUnix { next += 1 }
      var present = 0.0
      var k = next
      while k < slots.count, slots[k].startUnix < interval.endUnix {
        present += slots[k].agents * Double(slots[k].seconds)
        k += 1
      }
      var counts = ServiceCounts()
      counts.offered = interval.offered
      counts.abandoned = (interval.abandonment ?? 0) * interval.offered
      counts.answered = interval.served ?? interval.offered - counts.abandoned
      if let level = interval.serviceLevel {
        counts.judged = interval.offered
        counts.inTime = level * interval.offered
      }
      counts.waitOfAnsweredSeconds = (interval.asaS ?? 0) * counts.answered
      counts.staffedSeconds = present
      counts.busySeconds = (interval.occupancy ?? 0) * present
      counts.handlingSeconds = counts.busySeconds
      let seconds = Double(interval.endUnix - interval.startUnix)
      return SimulatedService(
        queue: queue.id, site: site, start: Instant(seconds: interval.startUnix), counts: counts,
        agents: seconds > 0 ? present / seconds : 0, halfWidth: interval.halfWidth ?? 0,
        stretch: stretch)
    }
  }
}

extension SitePart {
  /// The forecast of one of its queues, ascending.
  func demand(of queue: String) -> [ForecastRow] {
    demand.filter { $0.queue == queue }.sorted { $0.start < $1.start }
  }
}
