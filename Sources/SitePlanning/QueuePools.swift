// Goal: queues that the same people serve are staffed as the one line they are, not each as an island.
//
// Method: where every agent who serves one of several queues serves all of them, and says so by skills, callers
// wait in one line: contacts are added up, handling time, patience and shrinkage are those of the sum. The
// agents of an interval are the fewest that keep every queue's goals with its own threshold, and stand in the
// row of the leading queue, the one that is open longest; the others' rows name the pool and ask for nobody.
// Source: the pooled line is exact where handling times are alike; Wallace & Whitt 2005 for nearly so.
// Conditions: goals by interval, service level of those offered, the host's own models.

internal import CentreModel
internal import CivilTime
internal import Diagnostics

/// Queues of a part whose people all serve all of them.
struct QueuePool {
  /// In the part's order, at least two.
  let queues: [Queue]
  /// What the part takes of each.
  let demand: [[ForecastRow]]
  let intervalSeconds: Int

  /// How files say in their column `bound_by` that a queue's people stand in another row.
  static let word = "pooled"

  init(_ part: SitePart, _ queues: [Queue], intervalSeconds: Int) {
    self.queues = queues
    self.intervalSeconds = intervalSeconds
    demand = queues.map { part.demand(of: $0.id) }
  }

  /// Positions of the queues, the one that is open longest first.
  private var ranked: [Int] {
    let open = demand.map { rows in
      (hours: rows.count { !$0.isClosed }, contacts: rows.reduce(0) { $0 + $1.offered })
    }
    return queues.indices.sorted { a, b in
      (-open[a].hours, -open[a].contacts, a) < (-open[b].hours, -open[b].contacts, b)
    }
  }

  /// The pool's intervals with the queues open in them, the leading one first.
  private func open() -> [Instant: [(queue: Int, row: ForecastRow)]] {
    var open: [Instant: [(queue: Int, row: ForecastRow)]] = [:]
    for k in ranked {
      for row in demand[k] where !row.isClosed { open[row.start, default: []].append((k, row)) }
    }
    return open
  }

  /// The intervals of the one line, ascending: contacts added up, handling time by contacts.
  func line() -> [ForecastRow] {
    open().values.map { rows in
      var sum = rows[0].row
      for (_, row) in rows.dropFirst() {
        let handling = sum.offered * sum.handlingSeconds + row.offered * row.handlingSeconds
        sum.offered += row.offered
        sum.low80 += row.low80
        sum.high80 += row.high80
        sum.low95 += row.low95
        sum.high95 += row.high95
        if sum.offered > 0 { sum.handlingSeconds = handling / sum.offered }
      }
      return sum
    }.sorted { $0.start < $1.start }
  }

  /// One question for each queue's goals: the line with its threshold.
  func steps() -> [RequirementStep] {
    let contacts = demand.map { rows in rows.reduce(0) { $0 + $1.offered } }
    let all = contacts.reduce(0, +)
    func mean(_ value: (Queue) -> Double) -> Double {
      let values = queues.map(value)
      guard all > 0, values.contains(where: { $0 != values[0] }) else { return values[0] }
      return zip(queues, contacts).reduce(0) { $0 + value($1.0) * $1.1 } / all
    }
    let staysForEver = queues.contains { $0.model != .erlangA || $0.patienceSeconds == nil }
    return queues.map { queue in
      var line = queue
      line.shrinkage = mean(\.shrinkage)
      line.minimumAgents = queues.map(\.minimumAgents).max() ?? 0
      line.model = staysForEver ? .erlangC : .erlangA
      line.patienceSeconds = staysForEver ? nil : mean { $0.patienceSeconds ?? 0 }
      return RequirementStep(queue: line, intervalSeconds: intervalSeconds)
    }
  }

  /// The line's requirement and by which queue's goals it is bound, in the order of ``line()``.
  func answer() throws(Problem) -> [(row: RequirementRow, boundBy: Int)] {
    let line = line()
    var best: [(row: RequirementRow, boundBy: Int)] = []
    for (k, step) in steps().enumerated() {
      let rows = try step.requirement(line)
      if best.isEmpty {
        best = rows.map { ($0, k) }
      } else {
        for i in rows.indices where rows[i].agents > best[i].row.agents { best[i] = (rows[i], k) }
      }
    }
    return best
  }

  /// The requirement by queue, one row for each of its rows, in their order.
  func requirement() throws(Problem) -> [String: [RequirementRow]] {
    let open = open()
    let answers = Dictionary(uniqueKeysWithValues: try answer().map { ($0.row.start, $0.row) })
    var all: [String: [RequirementRow]] = [:]
    for (k, queue) in queues.enumerated() {
      all[queue.id] = demand[k].map { row in
        guard !row.isClosed, let answer = answers[row.start] else { return Self.nobody(row) }
        var own = answer
        own.queue = row.queue
        own.offered = row.offered
        own.handlingSeconds = row.handlingSeconds
        if open[row.start]?.first?.queue != k {
          own.agents = 0
          own.scheduled = 0
          own.boundBy = Self.word
        }
        return own
      }
    }
    return all
  }

  /// The queue in whose row the pool's people stand at an instant.
  func leader(at start: Instant) -> Queue? { open()[start]?.first.map { queues[$0.queue] } }

  private static func nobody(_ row: ForecastRow) -> RequirementRow {
    RequirementRow(
      queue: row.queue, start: row.start, offered: row.offered,
      handlingSeconds: row.handlingSeconds, agents: 0, scheduled: 0,
      boundBy: RequirementRow.closedWord, serviceLevel: 1, averageSpeedOfAnswerSeconds: 0,
      abandonment: 0, occupancy: 0, isClosed: true)
  }
}

extension SiteDesk {
  /// The pools of a part; its other queues are staffed each alone.
  func pools(_ part: SitePart) -> [QueuePool] {
    part.pooled.map { ids in
      QueuePool(
        part, part.queues.filter { ids.contains($0.id) }, intervalSeconds: centre.intervalSeconds)
    }
  }

  /// The queues that are one line, by their ids: served by the same people, who name their skills.
  func pooled(_ part: SitePart) -> [[String]] {
    guard case .named(let agents) = part.site.people,
      agents.contains(where: { !$0.skills.isEmpty })
    else { return [] }
    let served = part.served(by: agents).map { $0.map { part.queues[$0].id } }
    return part.queuesTogether().filter { together in
      together.count > 1
        && served.contains { !$0.isEmpty && together.contains($0[0]) }
        && served.allSatisfy { own in
          own.isEmpty || !together.contains(own[0]) || own.count == together.count
        }
        && part.queues.allSatisfy { !together.contains($0.id) || isOfALine($0, part) }
    }
  }

  private func isOfALine(_ queue: Queue, _ part: SitePart) -> Bool {
    queue.goal.period == .interval && queue.isQueueOfCallers
      && queue.goal.definition == .answeredOfOffered
      && modelOwner(queue, part.demand(of: queue.id), site: part.site.site.id) == nil
  }
}
