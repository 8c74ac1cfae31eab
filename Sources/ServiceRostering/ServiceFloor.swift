// Goal: the floor on which a promise is to be kept, one for the search and for every later judgement.

package import CivilTime
package import FloorSimulation

extension FloorModel {
  /// The floor of a promise and its demand.
  ///
  /// `served`: Queues of the promise by agent. `stepSeconds`: divides the promise's interval and its
  /// distance from `origin`, the instant of step 0. `dayStarts`: as ``FloorModel/dayStarts``.
  package init(
    _ promise: ServicePromise, _ demand: ServiceDemand, served: [[Int]], stepSeconds: Int,
    dayStarts: [Int], origin: Instant
  ) {
    let perInterval = max(1, promise.intervalSeconds / stepSeconds)
    let steps = dayStarts.last ?? 0
    let before = (promise.start - origin) / stepSeconds
    func spread<T>(_ values: [T], _ share: (T) -> Double) -> [Double] {
      (0..<steps).map { t in
        let i = t - before
        return i >= 0 && i / perInterval < values.count ? share(values[i / perInterval]) : 0
      }
    }
    let queues = promise.queues.enumerated().map { q, queue in
      FloorModel.Queue(
        offered: spread(demand.offered[q]) { ($0 ?? 0) / Double(perInterval) },
        handlingSeconds: spread(demand.handlingSeconds[q]) { $0 },
        patienceSeconds: queue.patienceSeconds, thresholdSeconds: queue.withinSeconds,
        definition: queue.definition.onTheFloor)
    }
    let agents = served.map { own in
      FloorModel.Agent(
        skills: own.reduce(0) { $0 | 1 << UInt64($1) },
        offPhone: promise.offPhone(serving: own, queues))
    }
    self.init(queues: queues, agents: agents, stepSeconds: stepSeconds, dayStarts: dayStarts)
    stepsPerLoss = perInterval
    absentShift = promise.absentShift
    offPhone = promise.offPhone
    dayVariation = promise.dayVariation
  }
}

extension ServicePromise {
  /// The chance that somebody who serves these queues loses an interval, by their calls' work; nil where
  /// all queues have the same.
  fileprivate func offPhone(serving served: [Int], _ floor: [FloorModel.Queue]) -> Double? {
    guard queues.contains(where: { $0.offPhone != nil }) else { return nil }
    var all = 0.0
    var lost = 0.0
    for q in served {
      let work = zip(floor[q].offered, floor[q].handlingSeconds).reduce(0) { $0 + $1.0 * $1.1 }
      all += work
      lost += work * (queues[q].offPhone ?? offPhone)
    }
    return all > 0 ? lost / all : offPhone
  }
}
