internal import Queueing

/// Lost calls.
struct ErlangBCalculator: Calculator {
  let name = "b"
  let title = "Erlang B"
  let summary = """
    Lines without a queue: who finds all busy is lost. Give load and lines for the share lost, load \
    and target_blocking for the lines, lines and target_blocking for the load.
    """
  let inputs: [Input] = [.callsPerHour, .handling, .load, .agents, .targetBlocking]

  func outputs(given: Set<Input>) -> [Output] {
    let performance: [Output] = [.blocking, .logBlocking, .carried, .lost, .occupancy]
    let hasLoad = given.contains(.load) || given.contains(.callsPerHour)
    if !hasLoad {
      return (given.contains(.handling) ? [.maximumLoad, .maximumCalls] : [.maximumLoad])
        + performance
    }
    return (given.contains(.targetBlocking) || !given.contains(.agents) ? [.minimumLines] : [])
      + performance
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    let target = row[.targetBlocking]
    guard row.has(.load) || row.has(.callsPerHour) else {
      let lines = try row.need(.agents, "or the load is needed")
      let goal = try row.need(.targetBlocking, "or the load is needed")
      let load = try calculating(inputs) { () throws(QueueingError) in
        try ErlangB.maximumLoad(lines: lines, target: goal)
      }
      out[.maximumLoad] = load
      if let handling = row[.handling] { out[.maximumCalls] = load * 3600 / handling }
      try fill(&out, lines, load)
      return
    }
    let load = try row.question(needsHandling: false).load
    var lines = row[.agents]
    if let target {
      let least = try calculating(inputs) { () throws(QueueingError) in
        try ErlangB.minimumLines(load: load, target: target)
      }
      out[.minimumLines] = least
      lines = lines ?? least
    }
    guard let lines else { throw CalculatorFailure(.agents, "or target_blocking is needed") }
    try fill(&out, lines, load)
  }

  private func fill(
    _ out: inout OutputRow, _ lines: Double, _ load: Double
  ) throws(CalculatorFailure) {
    let b = try calculating(inputs) { () throws(QueueingError) in
      try ErlangB.blocking(lines: lines, load: load)
    }
    out[.blocking] = b
    out[.logBlocking] = try calculating(inputs) { () throws(QueueingError) in
      try ErlangB.logBlocking(lines: lines, load: load)
    }
    out[.carried] = load * (1 - b)
    out[.lost] = load * b
    out[.occupancy] = lines > 0 ? load * (1 - b) / lines : 0
  }
}

/// Waiting calls, nobody hangs up.
struct ErlangCCalculator: Calculator {
  let name = "c"
  let title = "Erlang C"
  let summary = """
    Calls wait in line and nobody hangs up. Give the agents for the service, or goals for the least \
    agents; with agents and goals but without calls or AHT, the largest volume or AHT.
    """
  let inputs: [Input] =
    [.callsPerHour, .handling, .load, .agents, .threshold]
    + goalInputs.filter { $0 != .targetAbandonment }

  func outputs(given: Set<Input>) -> [Output] {
    solved(given) + waitingOutputs + [.waitOfDelayed, .wait90]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    let (q, n) = try solve(row, hasPatience: false, inputs, &out)
    let p = try calculating(inputs) { () throws(QueueingError) in
      try Staffing.performance(of: q, agents: n)
    }
    let hasTimes = row.has(.handling) || out[.maximumHandling] > 0
    out.fill(p, hasThreshold: row.has(.threshold), hasTimes: hasTimes)
    guard hasTimes else { return }
    out[.waitOfDelayed] = n > q.load ? q.handlingSeconds / (n - q.load) : .infinity
    out[.wait90] = try calculating(inputs) { () throws(QueueingError) in
      try ErlangC.waitQuantile(
        0.9, agents: n, load: q.load, handlingSeconds: q.handlingSeconds)
    }
  }
}

/// Waiting calls with patience, and lines if given.
struct ErlangACalculator: Calculator {
  let name = "a"
  let title = "Erlang A"
  let summary = """
    Callers wait and hang up when their patience ends. With lines, who finds all lines busy is \
    turned away and the other results are those of accepted calls. Solves as erlang c does.
    """
  let inputs: [Input] =
    [.callsPerHour, .handling, .load, .agents, .threshold, .patience, .lines, .definition]
    + goalInputs

  func outputs(given: Set<Input>) -> [Output] {
    solved(given) + (given.contains(.lines) ? [.blocking] : []) + patienceOutputs
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    _ = try row.need(.patience, "is needed (inf when nobody hangs up)")
    if let lines = row[.lines] {
      try withLines(row, lines, &out)
      return
    }
    let (q, n) = try solve(row, hasPatience: true, inputs, &out)
    let p = try calculating(inputs) { () throws(QueueingError) in
      try Staffing.performance(of: q, agents: n)
    }
    out.fill(p, hasThreshold: row.has(.threshold))
  }

  private func withLines(
    _ row: InputRow, _ lines: Double, _ out: inout OutputRow
  ) throws(CalculatorFailure) {
    let q = try row.question(needsHandling: true)
    let goals = try row.goals()
    var agents = row[.agents]
    if !goals.asked.isEmpty {
      let answer = try calculating(inputs) { () throws(QueueingError) in
        try LimitedLines.minimumAgents(for: q, lines: lines, goals: goals)
      }
      out[.minimumAgents] = answer.agents
      out.words = answer.boundBy.rawValue
      agents = agents ?? answer.agents
    }
    guard let agents else { throw CalculatorFailure(.agents, "or a goal is needed") }
    let p = try calculating(inputs) { () throws(QueueingError) in
      try LimitedLines.performance(of: q, agents: agents, lines: lines)
    }
    out.fill(p, hasThreshold: row.has(.threshold))
  }
}

/// What is solved for, by the columns there are.
private func solved(_ given: Set<Input>) -> [Output] {
  let hasLoad =
    given.contains(.load) || (given.contains(.callsPerHour) && given.contains(.handling))
  if !hasLoad, given.contains(.agents) {
    if given.contains(.callsPerHour) { return [.maximumHandling, .load] }
    return given.contains(.handling) ? [.maximumLoad, .maximumCalls] : [.maximumLoad]
  }
  let hasGoals = goalInputs.contains { given.contains($0) }
  return hasGoals || !given.contains(.agents) ? [.minimumAgents, .boundBy] : []
}

/// Agents, volume or AHT for the goals of `row`, and the question that then holds.
private func solve(
  _ row: InputRow, hasPatience: Bool, _ inputs: [Input], _ out: inout OutputRow
) throws(CalculatorFailure) -> (StaffingQuestion, Double) {
  let goals = try row.goals()
  let hasLoad = row.has(.load) || (row.has(.callsPerHour) && row.has(.handling))
  if !hasLoad, let agents = row[.agents] {
    guard !goals.asked.isEmpty else {
      throw CalculatorFailure(
        row.has(.callsPerHour) ? .handling : .load, "or a goal is needed")
    }
    if row.has(.targetServiceLevel) { _ = try row.need(.threshold, "is needed") }
    let threshold = row[.threshold] ?? 0
    if let calls = row[.callsPerHour] {
      let handling = try calculating(inputs) { () throws(QueueingError) in
        try Staffing.maximumHandling(
          agents: agents, callsPerHour: calls, patienceSeconds: row[.patience],
          thresholdSeconds: threshold, goals: goals)
      }
      out[.maximumHandling] = handling
      let q = StaffingQuestion(
        callsPerHour: calls, handlingSeconds: handling, patienceSeconds: row[.patience],
        thresholdSeconds: threshold)
      out[.load] = q.load
      return (q, agents)
    }
    let needsHandling = hasPatience || threshold > 0 || row.has(.targetSpeedOfAnswer)
    if needsHandling { _ = try row.need(.handling, "is needed") }
    let load = try calculating(inputs) { () throws(QueueingError) in
      try Staffing.maximumLoad(
        agents: agents, handlingSeconds: row[.handling] ?? 1, patienceSeconds: row[.patience],
        thresholdSeconds: threshold, goals: goals)
    }
    out[.maximumLoad] = load
    if let handling = row[.handling] { out[.maximumCalls] = load * 3600 / handling }
    return (
      .init(
        load: load, handlingSeconds: row[.handling] ?? 1, patienceSeconds: row[.patience],
        thresholdSeconds: threshold), agents
    )
  }
  let q = try row.question(needsHandling: hasPatience)
  if goals.asked.isEmpty {
    guard let agents = row[.agents] else {
      throw CalculatorFailure(.agents, "or a goal is needed")
    }
    return (q, agents)
  }
  let answer = try calculating(inputs) { () throws(QueueingError) in
    try Staffing.minimumAgents(for: q, goals: goals)
  }
  var least = answer.agents
  // Occupancy alone is arithmetic on the load: as many agents as erlangs are 100 % busy, and stay so.
  if goals.asked == [.occupancy], let asked = answer.perGoal.first { least = asked.agents }
  out[.minimumAgents] = least
  out.words = answer.boundBy.rawValue
  return (q, row[.agents] ?? least)
}

/// The real number of agents that meets the goals of `row` exactly, under Erlang C or A.
public func fractionalAgents(_ row: InputRow) throws(CalculatorFailure) -> Double {
  let q = try row.question(needsHandling: row.has(.patience))
  let goals = try row.goals()
  return try calculating(goalInputs) { () throws(QueueingError) in
    try Staffing.fractionalAgents(for: q, goals: goals)
  }
}
