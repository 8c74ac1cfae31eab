// Erlang A (or C) with a limited number of lines: M/M/n/N(+M).
//
// Goal: 1e-12. Method: the stationary distribution of the N + 1 states, scaled to 1 at its mode; the
// service level from each state's chance to be answered in time. O(N).
// Source: Zeltyn & Mandelbaum 2005, section on finite trunks.
internal import Glibc

/// Queues with a limited number of lines.
public enum LimitedLines {
  /// Performance with `agents` whole agents and `lines` ≥ agents lines in all (talking and waiting).
  ///
  /// Waits, abandonment and service levels are those of accepted calls; `blocking` is the share of
  /// offered calls that find all lines busy. Without patience any load is stable.
  public static func performance(
    of question: StaffingQuestion, agents: Double, lines: Double
  ) throws(QueueingError) -> QueuePerformance {
    let q = try question.validated()
    let n = try Check.notNegative(agents, .agents).rounded(.down)
    let limit = try Check.notNegative(lines, .lines).rounded(.down)
    guard agents == n, lines == limit, n <= limit, limit <= 1e6 else {
      throw .outOfRange(
        quantity: .lines, value: lines,
        allowed: "a whole number from that of the agents to a million")
    }
    if q.load == 0 { return .idle(agents: n) }
    guard n > 0 else {
      throw .outOfRange(quantity: .agents, value: n, allowed: "at least 1 when calls come")
    }
    let theta = q.finitePatience.map { $0 == 0 ? 1e12 : 1 / $0 } ?? 0
    return solve(q, Int(n), Int(limit), theta: theta)
  }

  private static func solve(
    _ q: StaffingQuestion, _ n: Int, _ limit: Int, theta: Double
  ) -> QueuePerformance {
    let s = q.handlingSeconds
    let lambda = q.load / s
    let weights = birthDeath(
      count: limit + 1, birth: { _ in lambda },
      death: { Double(min($0, n)) / s + Double(max(0, $0 - n)) * theta })
    let service = Double(n) / s
    let queue = limit - n
    let inTime = servedWithin(
      threshold: q.thresholdSeconds, service: service, abandonment: theta, count: queue)
    let patient = virtualWaitWithin(
      threshold: q.thresholdSeconds, service: service, abandonment: theta, count: queue)
    let stays = exp(-theta * q.thresholdSeconds)
    var waiting = 0.0
    var answered = 0.0
    var virtual = 0.0
    var left = 0.0
    var length = 0.0
    var speed = 0.0
    var virtualWait = 0.0
    var stages = 0.0
    for j in 0..<queue {
      let p = weights[n + j]
      let rate = service + Double(j + 1) * theta
      virtualWait += p * (1 / service + stages)
      stages += 1 / rate
      waiting += p
      answered += p * inTime[j]
      virtual += p * patient[j]
      left += p * max(0, 1 - stays * (1 - patient[j]) - inTime[j])
      speed += p * service / rate * stages
      length += Double(j + 1) * weights[n + j + 1]
    }
    let blocked = weights[limit]
    let accepted = 1 - blocked
    let abandoned = theta * length / (lambda * accepted)
    let immediate = max(0, accepted - waiting)
    let level = (immediate + answered) / accepted
    var result = QueuePerformance.idle(agents: Double(n))
    result.offeredLoad = q.load
    result.waitProbability = waiting / accepted
    result.blocking = blocked
    result.abandonment = abandoned
    result.serviceLevel = .all(level)
    result.serviceLevel.ofAnswered = level / (1 - abandoned)
    result.serviceLevel.virtual = (immediate + virtual) / accepted
    result.averageSpeedOfAnswer = speed / accepted / (1 - abandoned)
    result.meanWait = length / (lambda * accepted)
    result.meanVirtualWait = virtualWait / accepted
    result.queueLength = length
    result.occupancy = q.load * accepted * (1 - abandoned) / Double(n)
    let within = theta == 0 ? 0 : left / accepted
    result.abandonedWithinThreshold = within
    result.serviceLevel.excludingShortAbandons = level / (1 - within)
    result.serviceLevel.offeredPlusAbandoned = level + within
    return result
  }
}
