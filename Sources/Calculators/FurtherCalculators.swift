internal import Queueing

/// Callers who hang up and call again.
struct ErlangXCalculator: Calculator {
  let name = "x"
  let title = "Erlang X"
  let summary = """
    Erlang A whose callers call again with probability redial_prob after hanging up. Calls are the \
    fresh ones; shares are per attempt. Redials are taken as random: when people call back at once, \
    1 to 2 points more hang up.
    """
  let inputs: [Input] =
    [.callsPerHour, .handling, .load, .agents, .threshold, .patience, .redial, .definition]
    + goalInputs

  func outputs(given: Set<Input>) -> [Output] {
    let solves = !given.contains(.agents) || goalInputs.contains { given.contains($0) }
    return (solves ? [.minimumAgents, .boundBy] : []) + [.totalCalls] + patienceOutputs
      + [.lostPerCaller, .attemptsPerCaller]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    _ = try row.need(.patience)
    let redial = try row.need(.redial)
    let q = try row.question(needsHandling: true)
    let goals = try row.goals()
    var agents = row[.agents]
    if !goals.asked.isEmpty {
      let answer = try calculating(inputs) { () throws(QueueingError) in
        try ErlangX.minimumAgents(for: q, redial: redial, goals: goals)
      }
      out[.minimumAgents] = answer.agents
      out.words = answer.boundBy.rawValue
      agents = agents ?? answer.agents
    }
    guard let agents else { throw CalculatorFailure(.agents, "or a goal is needed") }
    let x = try calculating(inputs) { () throws(QueueingError) in
      try ErlangX.performance(of: q, redial: redial, agents: agents)
    }
    out.fill(x.perAttempt, hasThreshold: row.has(.threshold))
    out[.totalCalls] = x.totalCallsPerHour
    out[.lostPerCaller] = x.lostPerCaller
    out[.attemptsPerCaller] = x.attemptsPerCaller
  }
}

/// Several chats at once.
struct ChatCalculator: Calculator {
  let name = "chat"
  let title = "Chat"
  let summary = """
    Agents serve several customers at once and slow down with each: aht_list_s gives the duration of \
    one chat while the agent has 1, 2, … of them, as 300|400|510. A new chat goes to the agent with \
    the least chats (route least) or fills agents up (most); balanced is a quick approximation.
    """
  let inputs: [Input] =
    [.callsPerHour, .handlingList, .agents, .threshold, .patience, .route, .definition] + goalInputs

  func outputs(given: Set<Input>) -> [Output] {
    let solves = !given.contains(.agents) || goalInputs.contains { given.contains($0) }
    return (solves ? [.minimumAgents, .boundBy] : []) + patienceOutputs + [.chatsPerAgent, .exact]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    let calls = try row.need(.callsPerHour)
    guard let list = row[text: .handlingList] else {
      throw CalculatorFailure(.handlingList, "is needed, as 300|400|510")
    }
    let times = try numbers(list, .handlingList)
    guard times.allSatisfy({ $0 <= 86_400 }) else {
      throw CalculatorFailure(.handlingList, "is not at most a day, 86400 seconds")
    }
    var route = ChatQuestion.Route.least
    if let word = row[text: .route], !word.isEmpty {
      guard let known = ChatQuestion.Route(rawValue: word) else {
        throw CalculatorFailure(.route, "is not a route", maybe: "one of least, most, balanced")
      }
      route = known
    }
    if row.has(.targetServiceLevel) { _ = try row.need(.threshold) }
    let q = ChatQuestion(
      chatsPerHour: calls, handlingSeconds: times, patienceSeconds: row[.patience],
      thresholdSeconds: row[.threshold] ?? 0, route: route)
    let goals = try row.goals()
    var agents = row[.agents]
    if !goals.asked.isEmpty {
      let answer = try calculating(inputs) { () throws(QueueingError) in
        try Chat.minimumAgents(for: q, goals: goals)
      }
      out[.minimumAgents] = answer.agents
      out.words = answer.boundBy.rawValue
      agents = agents ?? answer.agents
    }
    guard let agents else { throw CalculatorFailure(.agents, "or a goal is needed") }
    let c = try calculating(inputs) { () throws(QueueingError) in
      try Chat.performance(of: q, agents: agents)
    }
    out.fill(c.queue, hasThreshold: row.has(.threshold))
    out[.chatsPerAgent] = c.chatsPerAgent
    out[.exact] = c.isExact ? 1 : 0
  }
}

/// The numbers of a list written `300|400|510`.
func numbers(_ text: String, _ input: Input) throws(CalculatorFailure) -> [Double] {
  var all: [Double] = []
  for part in text.split(separator: "|", omittingEmptySubsequences: false) {
    guard let value = Double(part.filter { $0 != " " }), value.isFinite else {
      throw CalculatorFailure(
        input, "is not a list of numbers", maybe: "separate them by bars: 300|400|510")
    }
    all.append(value)
  }
  return all
}

/// Inbound and outbound by the same agents.
struct BlendCalculator: Calculator {
  let name = "blend"
  let title = "Blending"
  let summary = """
    Outbound work fills the time in which fewer than threshold_busy_c agents are busy and nobody \
    waits (reserved_idle = n - c). Left out with inbound goals, the highest threshold is found; \
    without n too, the least team for target_outbound_per_hour.
    """
  let inputs: [Input] =
    [
      .callsPerHour, .handling, .load, .agents, .threshold, .patience, .busyThreshold,
      .reservedIdle, .targetOutbound, .definition,
    ] + goalInputs

  func outputs(given: Set<Input>) -> [Output] {
    (given.contains(.agents) ? [] : [.minimumAgents])
      + (given.contains(.busyThreshold) || given.contains(.reservedIdle) ? [] : [.busyThreshold])
      + patienceOutputs + [.outbound]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    let q = try row.question(needsHandling: true)
    let goals = try row.goals()
    guard let agents = row[.agents] else {
      guard !goals.asked.isEmpty else { throw CalculatorFailure(.agents, "or a goal is needed") }
      let answer = try calculating(inputs) { () throws(QueueingError) in
        try Blend.minimumAgents(
          for: q, goals: goals, outboundPerHour: row[.targetOutbound] ?? 0)
      }
      out[.minimumAgents] = answer.agents
      out[.busyThreshold] = answer.threshold
      fill(answer.performance, row, &out)
      return
    }
    var threshold = row[.busyThreshold] ?? row[.reservedIdle].map { agents - $0 }
    if threshold == nil {
      guard !goals.asked.isEmpty else {
        throw CalculatorFailure(.busyThreshold, "or a goal is needed")
      }
      threshold = try calculating(inputs) { () throws(QueueingError) in
        try Blend.highestThreshold(for: q, agents: agents, goals: goals)
      }
      guard let threshold else {
        throw CalculatorFailure(
          .agents, "are too few for the inbound goals even without outbound work")
      }
      out[.busyThreshold] = threshold
    }
    let c = threshold ?? 0
    let b = try calculating(inputs) { () throws(QueueingError) in
      try Blend.performance(of: q, agents: agents, busyThreshold: c)
    }
    fill(b, row, &out)
  }

  private func fill(_ b: BlendPerformance, _ row: InputRow, _ out: inout OutputRow) {
    out.fill(b.inbound, hasThreshold: row.has(.threshold))
    out[.outbound] = b.outboundPerHour
  }
}

/// A dedicated and a flexible group, two classes of calls.
struct SharedGroupsCalculator: Calculator {
  let name = "n-model"
  let title = "N-model"
  let summary = """
    Class 1 is served by a dedicated group first, then by a flexible group whose free agents take \
    class 2 first. Exact; equal exponential handling times.
    """
  let inputs: [Input] = [.calls1, .calls2, .handling, .dedicated, .flexible, .patience]

  func outputs(given: Set<Input>) -> [Output] {
    [
      .waiting1, .waiting2, .queue1, .queue2, .wait1, .wait2, .abandonment1, .abandonment2,
      .occupancy1, .occupancy2, .truncation,
    ]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    let q = SharedGroupsQuestion(
      callsPerHour1: try row.need(.calls1), callsPerHour2: try row.need(.calls2),
      handlingSeconds: try row.need(.handling), patienceSeconds: row[.patience])
    let n1 = try whole(row, .dedicated)
    let n2 = try whole(row, .flexible)
    let g = try calculating(inputs) { () throws(QueueingError) in
      try SharedGroups.performance(of: q, dedicated: n1, flexible: n2)
    }
    out[.waiting1] = g.class1.waitProbability
    out[.waiting2] = g.class2.waitProbability
    out[.queue1] = g.class1.queueLength
    out[.queue2] = g.class2.queueLength
    out[.wait1] = g.class1.meanWait
    out[.wait2] = g.class2.meanWait
    out[.abandonment1] = g.class1.abandonment
    out[.abandonment2] = g.class2.abandonment
    out[.occupancy1] = g.occupancy[0]
    out[.occupancy2] = g.occupancy[1]
    out[.truncation] = g.truncated
  }
}

/// A whole number that is needed.
func whole(_ row: InputRow, _ input: Input) throws(CalculatorFailure) -> Int {
  let value = try row.need(input)
  guard let whole = Int(exactly: value), whole >= 0 else {
    throw CalculatorFailure(input, "is not a whole number from 0")
  }
  return whole
}

/// A rate that is not known for sure.
struct UncertainRateCalculator: Calculator {
  let name = "uncertain"
  let title = "Uncertain rate"
  let summary = """
    Erlang A (C without patience) when the rate itself varies from day to day with coefficient of \
    variation cv_rate (Gamma). target_sl gives the agents for the service level per call, with \
    target_confidence also those with which that share of days reaches it.
    """
  let inputs: [Input] = [
    .callsPerHour, .handling, .load, .agents, .threshold, .patience, .variation,
    .targetServiceLevel, .targetConfidence,
  ]

  func outputs(given: Set<Input>) -> [Output] {
    (given.contains(.targetServiceLevel) ? [.minimumAgents] : [])
      + (given.contains(.targetConfidence) ? [.agentsForRisk] : [])
      + [.levelPerCall, .abandonmentPerCall, .levelPerDay, .daysOnTarget]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    _ = try row.need(.threshold)
    let q = try row.question(needsHandling: true)
    let cv = try row.need(.variation)
    var agents = row[.agents]
    if let target = row[.targetServiceLevel] {
      let least = try calculating(inputs) { () throws(QueueingError) in
        try UncertainRate.agentsForMean(q, variation: cv, target: target)
      }
      out[.minimumAgents] = least
      agents = agents ?? least
      if let confidence = row[.targetConfidence] {
        out[.agentsForRisk] = try calculating(inputs) { () throws(QueueingError) in
          try UncertainRate.agentsForRisk(
            q, variation: cv, target: target, confidence: confidence)
        }
      }
    }
    guard let agents else { throw CalculatorFailure(.agents, "or target_sl is needed") }
    let u = try calculating(inputs) { () throws(QueueingError) in
      try UncertainRate.performance(
        of: q, variation: cv, agents: agents, target: row[.targetServiceLevel] ?? 0.8)
    }
    out[.levelPerCall] = u.serviceLevelPerCall
    out[.abandonmentPerCall] = u.abandonmentPerCall
    out[.levelPerDay] = u.serviceLevelPerDay
    out[.daysOnTarget] = u.shareOfDaysOnTarget
  }
}

/// Work that may wait.
struct BacklogCalculator: Calculator {
  let name = "backlog"
  let title = "Backlog"
  let summary = """
    Work that arrives in each period (arrivals_per_period as 100|140|160, one hour each) must be done \
    deadline_periods after the period it came in: the least constant capacity and its agents. \
    open_periods (1|1|0) says when work is done.
    """
  let inputs: [Input] = [.arrivals, .deadline, .handling, .open, .maximumOccupancy]

  func outputs(given: Set<Input>) -> [Output] {
    [.capacity] + (given.contains(.handling) ? [.minimumAgents] : [])
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    guard let list = row[text: .arrivals] else {
      throw CalculatorFailure(.arrivals, "is needed, as 100|140|160")
    }
    let arrivals = try numbers(list, .arrivals)
    let deadline = try whole(row, .deadline)
    let open = try row[text: .open].map { text throws(CalculatorFailure) in
      try numbers(text, .open).map { $0 != 0 }
    }
    let capacity = try calculating(inputs) { () throws(QueueingError) in
      try DeferredWork.minimumCapacity(arrivals: arrivals, deadline: deadline, open: open)
    }
    out[.capacity] = capacity
    guard let handling = row[.handling] else { return }
    out[.minimumAgents] = try calculating(inputs) { () throws(QueueingError) in
      try DeferredWork.agents(
        itemsPerHour: capacity, handlingSeconds: handling,
        maximumOccupancy: row[.maximumOccupancy] ?? 1)
    }
  }
}

/// People to be called.
struct CallListCalculator: Calculator {
  let name = "list"
  let title = "Call list"
  let summary = """
    The work of calling a list: attempts per record, share reached, agent hours and agents, with at \
    most max_attempts per record, p_live_answer of which rpc_prob of all attempts is the right party.
    """
  let inputs: [Input] = [
    .records, .live, .rightParty, .maximumAttempts, .rightPartySeconds, .otherSeconds,
    .windowHours, .maximumOccupancy,
  ]

  func outputs(given: Set<Input>) -> [Output] {
    [.attemptsPerRecord, .reach, .agentHours, .exactAgents, .minimumAgents]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    let list = CallList(
      records: try row.need(.records), live: try row.need(.live),
      rightParty: try row.need(.rightParty), maximumAttempts: try whole(row, .maximumAttempts),
      rightPartySeconds: try row.need(.rightPartySeconds), otherSeconds: row[.otherSeconds] ?? 0,
      windowHours: try row.need(.windowHours), occupancy: row[.maximumOccupancy] ?? 1)
    let work = try calculating(inputs) { () throws(QueueingError) in try list.work() }
    out[.attemptsPerRecord] = work.attemptsPerRecord
    out[.reach] = work.reach
    out[.agentHours] = work.agentHours
    out[.exactAgents] = work.agents
    out[.minimumAgents] = work.agents.rounded(.up)
  }
}
