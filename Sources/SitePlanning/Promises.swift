// Goal: which queues of a part are rostered for their promise over a day or a week, and which by interval.
//
// Method: a promise is searched for where callers wait for an agent of their own and the host's model staffs
// them. People with several skills serve several queues at once, so queues that share people, or are bound
// by a rule about two people, go together: if one of them is held by interval, all are, and it is said which
// and why.

internal import CentreModel
internal import Rostering

/// A queue with a promise over a day or a week that is held by interval all the same.
public struct HeldByInterval: Hashable, Sendable {
  public var queue: String
  /// Such as `its staffing model is that of plugin web`.
  public var reason: String
}

extension SiteDesk {
  /// The part with its promised queues named; the others keep their goals by interval, those that the same
  /// people serve together.
  public func promising(_ part: SitePart) -> SitePart {
    var part = promisingByPeriod(part)
    part.pooled = pooled(part)
    return part
  }

  private func promisingByPeriod(_ part: SitePart) -> SitePart {
    var part = part
    let asked = part.queues.filter { $0.goal.period != .interval }
    guard !asked.isEmpty else { return part }
    var reasons: [String: String] = [:]
    for queue in part.queues {
      reasons[queue.id] = whyByInterval(queue, part)
    }
    for together in part.queuesTogether() {
      guard let first = together.first(where: { reasons[$0] != nil }) else { continue }
      for queue in together where reasons[queue] == nil {
        reasons[queue] = "it shares people with \(first), which is held by interval"
      }
    }
    part.promised = part.queues.map(\.id).filter { reasons[$0] == nil }
    part.heldByInterval = asked.compactMap { queue in
      reasons[queue.id].map { HeldByInterval(queue: queue.id, reason: $0) }
    }
    for k in part.queues.indices where reasons[part.queues[k].id] != nil {
      part.queues[k].goal.period = .interval
      part.queues[k].goal.hourFloor = nil
    }
    return part
  }

  private func whyByInterval(_ queue: Queue, _ part: SitePart) -> String? {
    if queue.goal.period == .interval { return "its goal is one of every interval" }
    if let plugin = queue.model.plugin { return "its staffing model is that of plugin \(plugin)" }
    guard queue.isQueueOfCallers else {
      return
        "its contacts do not wait for an agent of their own (channel \(queue.channel.rawValue))"
    }
    let site = part.site
    if let owner = modelOwner(queue, part.demand(of: queue.id), site: site.site.id) {
      return "its staffing model is that of plugin \(owner)"
    }
    if site.rules.presence.contains(where: { part.counts($0, among: queue) }) {
      return "[[presence]] counts its people by the minute"
    }
    if site.site.seats != nil || !site.rules.seats.isEmpty { return "seats are limited" }
    return nil
  }
}

extension SitePart {
  /// The queues that each agent can serve, by position in ``queues``, in the order of `agents`.
  func served(by agents: [RosterAgent]) -> [[Int]] {
    let rules = Posing.withSkills(site.rules, site.named, queues)
    return agents.map { servableQueues($0, queues: queues.map(\.id), rules: rules) }
  }

  /// Whether a presence rule counts people who serve a queue; without names, any may be counted.
  fileprivate func counts(_ rule: PresenceRule, among queue: Queue) -> Bool {
    guard case .named(let agents) = site.people,
      let q = queues.firstIndex(where: { $0.id == queue.id })
    else { return true }
    return served(by: agents.filter(rule.counts)).contains { $0.contains(q) }
  }

  /// Queues that share people, in the part's order.
  func queuesTogether() -> [[String]] {
    var root = Array(queues.indices)
    func find(_ q: Int) -> Int {
      var at = q
      while root[at] != at { at = root[at] }
      return at
    }
    func join(_ some: [Int]) {
      for q in some.dropFirst() {
        let (a, b) = (find(some[0]), find(q))
        root[max(a, b)] = min(a, b)
      }
    }
    guard case .named(let agents) = site.people else { return [queues.map(\.id)] }
    let served = served(by: agents)
    for own in served { join(own) }
    let numbers = Dictionary(agents.enumerated().map { ($1.id, $0) }) { first, _ in first }
    for pair in site.rules.pairs {
      guard let a = numbers[pair.first], let b = numbers[pair.second] else { continue }
      join(served[a] + served[b])
    }
    return queues.indices.filter { find($0) == $0 }.map { first in
      queues.indices.filter { find($0) == first }.map { queues[$0].id }
    }
  }

  /// Positions of the promised queues.
  var promisedPositions: [Int] {
    queues.indices.filter { promised.contains(queues[$0].id) }
  }
}
