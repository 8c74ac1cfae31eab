internal import CentreModel
internal import Diagnostics
internal import Tables

extension RequirementExplanation {
  /// How rows of a pooled queue came about: by the pool's one line, or in the row of its leading queue.
  static func pooled(
    _ pool: QueuePool, _ queue: Queue, _ rows: [ForecastRow], _ indices: [Int]
  ) throws(Problem) -> [RequirementExplanation] {
    let own = try pool.requirement()[queue.id] ?? []
    let line = pool.line()
    let answers = try pool.answer()
    let steps = pool.steps()
    let places = Dictionary(uniqueKeysWithValues: line.enumerated().map { ($1.start, $0) })
    let names = pool.queues.map(\.id).joined(separator: ", ")
    var all: [RequirementExplanation] = []
    for index in indices {
      let row = rows[index]
      var first = demand(row, pool.intervalSeconds)
      guard !row.isClosed, let at = places[row.start], let leader = pool.leader(at: row.start)
      else {
        first.append(Step(name: "agents", value: "0", reason: "the queue is closed"))
        all.append(RequirementExplanation(first, own[index]))
        continue
      }
      guard leader.id == queue.id else {
        first.append(
          Step(
            name: "pool", value: "0 in this row",
            reason: "the same people serve \(names): all of them stand in the row of \(leader.id)"))
        all.append(RequirementExplanation(first, own[index]))
        continue
      }
      let sum = line[at]
      first.append(
        Step(
          name: "pool", value: fixed(sum.offered, 2),
          reason:
            "contacts of \(names) together, \(fixed(sum.handlingSeconds, 1)) s each: the same "
            + "people serve them all"))
      let bound = answers[at].boundBy
      all.append(
        try RequirementExplanation(line, at: at, answers[at].row, steps[bound], after: first))
    }
    return all
  }

  init(_ steps: [Step], _ requirement: RequirementRow) {
    self.steps = steps
    agents = requirement.agents
    scheduled = requirement.scheduled
  }
}
