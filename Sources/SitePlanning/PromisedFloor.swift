// Goal: the promises of a part as the floor has them: queues, demand and people, for search and simulation.
//
// Method: a queue's shrinkage is the chance that somebody at work loses an interval; the minimum of a queue is
// a presence of people with its skill. Open intervals in which nobody is expected stay open.

internal import CentreModel
internal import CivilTime
internal import Rostering
internal import ServiceRostering

/// The promised queues of a part with their contacts.
struct PromisedFloor: Sendable {
  let queues: [Queue]
  let promise: ServicePromise
  let demand: ServiceDemand
  /// The instant of the promise's first interval, at the first midnight of the centre's clock.
  let origin: Instant

  /// Fewer calls than could ever be seen, so that an open interval stays one.
  private static let nobody = 1e-6
  /// Patience where nobody hangs up, in seconds.
  private static let endless = 1e6

  /// `rows`: The part's requirement, whose contacts are those expected. `bearing`: the contacts that people are
  /// to bear, where they are more for safety's sake.
  init(
    _ part: SitePart, _ rows: [RequirementRow], _ posing: Posing,
    bearing: (Queue, RequirementRow) -> Double = { $1.offered }
  ) {
    let queues = part.promisedPositions.map { part.queues[$0] }
    let horizon = posing.period.horizon(in: posing.clientZone)
    let interval = posing.intervalSeconds
    origin = horizon.lowerBound
    let count = (horizon.upperBound - origin + interval - 1) / interval
    var calls: [[Double?]] = []
    var handling: [[Double]] = []
    for queue in queues {
      let usual = queue.handlingSeconds ?? 300
      var ownCalls = [Double?](repeating: nil, count: count)
      var ownHandling = Array(repeating: usual, count: count)
      for row in rows where row.queue == queue.id && !row.isClosed {
        let i = (row.start - origin) / interval
        guard row.start >= origin, i < count else { continue }
        ownCalls[i] = max(Self.nobody, bearing(queue, row))
        if row.handlingSeconds > 0 { ownHandling[i] = row.handlingSeconds }
      }
      calls.append(ownCalls)
      handling.append(ownHandling)
    }
    self.queues = queues
    demand = ServiceDemand(offered: calls, handlingSeconds: handling)
    promise = ServicePromise(
      start: origin, days: posing.period.days, intervalSeconds: interval, scope: .day,
      queues: queues.map { queue in
        ServicePromise.Queue(
          id: queue.id, handlingSeconds: queue.handlingSeconds ?? 300,
          patienceSeconds: queue.patienceSeconds ?? Self.endless,
          withinSeconds: queue.goal.withinSeconds, serviceLevel: queue.goal.serviceLevel ?? 0,
          definition: queue.goal.definition, minimumAgents: queue.minimumAgents,
          maximumOccupancy: queue.goal.maximumOccupancy, scope: queue.goal.period.scope,
          hourFloor: queue.goal.hourFloor ?? 0, offPhone: queue.shrinkage)
      })
  }
}

extension ServiceGoal.Period {
  var scope: ServicePromise.Scope {
    switch self {
    case .interval: .interval
    case .day: .day
    case .week: .week
    }
  }
}
