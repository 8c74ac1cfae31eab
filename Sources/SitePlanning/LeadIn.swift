// Goal: the hours at the beginning of a first plan that only people of a week before could work.
//
// Method: where no roster speaks of the day before the period, an interval lacks the agents whom its own shifts
// cannot bring and shifts begun before it could have brought (Rostering/EarlierReach). What is missing for that
// reason is no fault of the plan: it is said, and neither coverage nor goals count it. Heads without names are
// as many as it takes, where their contracts let one of them begin in time.

public import CentreModel
public import CivilTime
internal import Diagnostics
internal import RosterChecking
internal import Rostering
internal import Tables

/// What is missing at the beginning of a plan because no roster went before it.
public struct LeadIn: Hashable, Sendable {
  /// Agents, by queue and interval; where none is missing there is no entry.
  public private(set) var missing: [QueueInterval: Double] = [:]

  public init() {}

  /// `lacking`: Agents whom no shift of the plan can bring.
  init(_ lacking: [QueueInterval: Int], _ presence: RosterPresence) {
    let requirement = presence.requirement
    for (q, queue) in requirement.queues.enumerated() {
      for i in 0..<requirement.intervalCount {
        let key = QueueInterval(queue, requirement.start + i * requirement.intervalSeconds)
        guard let agents = lacking[key] else { continue }
        let least = min(presence.cover(queue: q, interval: i).missing, Double(agents))
        if least > 0 { missing[key] = least }
      }
    }
  }

  /// Whether service in this interval is that of people who could not be there.
  public func contains(_ queue: String, _ start: Instant) -> Bool {
    missing[QueueInterval(queue, start)] != nil
  }

  /// What is missing of a queue, as a sentence; nil: nothing.
  public func words(_ queue: String, zone: Zone, intervalSeconds: Int) -> String? {
    let own = missing.filter { $0.key.queue == queue }
    let starts = own.keys.map(\.start)
    guard let first = starts.min(), let last = starts.max() else { return nil }
    let hours = own.values.reduce(0, +) * Double(intervalSeconds) / 3600
    let (from, to) = (zone.local(at: first), zone.local(at: last + intervalSeconds))
    let until = from.date == to.date ? to.clock : "\(to.date.weekday.shortName) \(to.clock)"
    return
      "\(queue): no roster went before this plan, and only shifts begun before it could have worked "
      + "\(fixed(hours, 1)) of the required hours from \(from.date.weekday.shortName) \(from.date) "
      + "\(from.clock) to \(until): neither coverage nor goals count them"
  }
}

extension PartService {
  /// The service by which goals are judged.
  public var judged: [SimulatedService] {
    leadIn.missing.isEmpty ? rows : rows.filter { !leadIn.contains($0.queue, $0.start) }
  }
}

extension Posing {
  /// Agents whom no shift of the period can bring to its first intervals, and shifts begun before it could
  /// have; nobody where a roster went before.
  func lacking(
    _ part: SitePart, _ requirement: RosterRequirement
  ) throws(Problem) -> [QueueInterval: Int] {
    guard !part.isContinued else { return [:] }
    var agents = part.site.named
    var isEnough = false
    if case .mix(let shares, _) = part.site.people {
      agents = shares.map { RosterAgent(id: $0.contract, contract: $0.contract) }
      isEnough = true
    }
    let reach = try problem(part, requirement, agents: agents, rules: part.site.rules)
      .earlierReach()
    var lacking: [QueueInterval: Int] = [:]
    for (q, queue) in requirement.queues.enumerated() {
      for i in reach.own[q].indices {
        let (own, earlier) = (reach.own[q][i], reach.earlier[q][i])
        let agents =
          isEnough
          ? own == 0 && earlier > 0 ? requirement.required[q][i] : 0
          : min(earlier, requirement.required[q][i] - own)
        guard agents > 0 else { continue }
        lacking[QueueInterval(queue, requirement.start + i * requirement.intervalSeconds)] = agents
      }
    }
    return lacking
  }
}
