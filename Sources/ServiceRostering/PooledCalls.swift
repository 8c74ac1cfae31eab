// What several queues ask for in a step as if they were one, and who of their people is really there.

internal import FloorSimulation
internal import Queueing

/// The calls of a set of queues in a step, added up.
struct PooledCalls {
  private(set) var calls = 0.0
  private(set) var handling = 0.0
  private var patience = 0.0
  private var within = 0.0

  /// As the question of one queue with their mean times, at a load in erlangs; there must be calls.
  func question(load: Double) -> StaffingQuestion {
    StaffingQuestion(
      load: load, handlingSeconds: handling / calls, patienceSeconds: patience / calls,
      thresholdSeconds: within / calls)
  }

  fileprivate mutating func add(_ queue: FloorModel.Queue, step: Int) {
    let offered = queue.offered[step]
    calls += offered
    handling += offered * queue.handlingSeconds[step]
    patience += offered * queue.patienceSeconds
    within += offered * queue.thresholdSeconds
  }
}

extension FloorModel {
  /// Places of the queues of a set, a bit each.
  func queues(of set: UInt64) -> [Int] { queues.indices.filter { set >> UInt64($0) & 1 == 1 } }

  func pooledCalls(of set: UInt64, step: Int) -> PooledCalls {
    queues(of: set).reduce(into: PooledCalls()) { $0.add(queues[$1], step: step) }
  }

  /// The share of those at work with a skill in the set who are there: neither absent nor off the phone.
  func kept(of set: UInt64) -> Double {
    let able = agents.indices.filter { agents[$0].skills & set != 0 }
    let off = able.reduce(0) { $0 + offPhone(of: $1) } / Double(max(1, able.count))
    return (1 - absentShift) * (1 - off)
  }
}

extension FloorModel.Queue {
  /// Offered work of a step in seconds.
  func workSeconds(_ step: Int) -> Double { offered[step] * handlingSeconds[step] }
}
