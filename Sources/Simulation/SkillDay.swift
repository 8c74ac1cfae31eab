// One run of a floor with skills.
//
// Method: next-event simulation. A call goes to the free agents of the groups it prefers; without one
// it waits in its class's line. A free agent takes from the classes it prefers the call that has
// waited longest. Callers who hang up are found when their turn comes (their leaving changes nothing
// before). Who must go while busy finishes the call. Arrivals stop at the end; the lines are then
// served out by whoever is present.
internal import Glibc

/// A model made ready for repetition; owns the work space of one thread.
struct SkillDay: ~Copyable {
  private let model: SkillModel
  private let handling: [[Sampler?]]
  private let patience: [Sampler]
  /// Changes of presence in order of time: who comes or goes.
  private let changes: [SkillChange]
  /// Groups by class in the order a call prefers them, with the preference.
  private let groupsOfClass: [[(group: Int, preference: Int)]]
  private let classesOfGroup: [[(kind: Int, preference: Int)]]
  private let horizon: Double

  private var idle: IdleAgents
  private var events: EventHeap
  private var lines: [CallQueue]
  private var leaveAfterCall: [Bool]
  private var isBusy: [Bool]
  private var mustGo: [Int]
  private(set) var tally: [[QueueTally]]
  private(set) var blocked: [[Double]]
  private(set) var busySeconds: [Double]
  private(set) var presentSeconds: [Double]
  private(set) var calls = 0

  init(_ model: SkillModel) {
    self.model = model
    handling = model.groups.map { $0.skills.map { $0.map { Sampler($0.handling) } } }
    patience = model.classes.map { Sampler($0.patience) }
    let roster = SkillRoster(model)
    changes = roster.changes
    horizon = Double(model.intervals) * model.intervalSeconds
    groupsOfClass = model.classes.indices.map { kind in
      model.groups.indices.compactMap { g in
        model.groups[g].skills[kind].map { (g, $0.callPreference) }
      }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }
    classesOfGroup = model.groups.map { group in
      group.skills.indices.compactMap { kind in
        group.skills[kind].map { (kind, $0.agentPreference) }
      }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }
    idle = IdleAgents(groupOfAgent: roster.groupOfAgent, groups: model.groups.count)
    events = EventHeap(capacity: roster.groupOfAgent.count)
    lines = Array(repeating: CallQueue(), count: model.classes.count)
    leaveAfterCall = Array(repeating: false, count: roster.groupOfAgent.count)
    isBusy = leaveAfterCall
    mustGo = Array(repeating: 0, count: model.groups.count)
    let empty = [QueueTally](repeating: .init(), count: model.intervals)
    tally = Array(repeating: empty, count: model.classes.count)
    blocked = Array(
      repeating: Array(repeating: 0, count: model.intervals), count: model.classes.count)
    busySeconds = Array(repeating: 0, count: model.groups.count)
    presentSeconds = roster.presentSeconds
  }

  mutating func run(_ given: RandomStream) {
    var stream = given
    reset()
    var arrivals = SkillArrivals(model, &stream)
    var nextChange = 0
    while true {
      let change = nextChange < changes.count ? changes[nextChange].time : .infinity
      let arrival = arrivals.next.time
      let done = events.firstTime
      if change <= min(arrival, done) {
        if change == .infinity { break }
        apply(changes[nextChange], &stream)
        nextChange += 1
      } else if done <= arrival {
        finish(events.removeFirst(), at: done, &stream)
      } else {
        let kind = arrivals.next.kind
        receive(kind, at: arrival, &stream)
        arrivals.advance(kind, &stream)
      }
      if arrivals.next.time == .infinity, lines.allSatisfy(\.isEmpty) { break }
    }
    // Whoever is still in line when everybody has gone is lost.
    for kind in lines.indices {
      while !lines[kind].isEmpty {
        tally[kind][interval(lines[kind].first.arrival)].abandoned += 1
        lines[kind].removeFirst()
      }
    }
  }

  private mutating func reset() {
    idle.removeAll()
    events.removeAll()
    for kind in lines.indices {
      lines[kind].removeAll()
      for k in tally[kind].indices {
        tally[kind][k] = .init()
        blocked[kind][k] = 0
      }
    }
    for a in isBusy.indices {
      isBusy[a] = false
      leaveAfterCall[a] = false
    }
    for g in busySeconds.indices {
      busySeconds[g] = 0
      mustGo[g] = 0
    }
    calls = 0
  }

  @inline(__always)
  private func interval(_ time: Double) -> Int {
    min(Int(time / model.intervalSeconds), model.intervals - 1)
  }

  private mutating func receive(_ kind: Int, at time: Double, _ stream: inout RandomStream) {
    calls += 1
    let k = interval(time)
    if let agent = freeAgent(for: kind, at: time) {
      tally[kind][k].offered += 1
      start(agent, kind, arrival: time, at: time, &stream)
      return
    }
    if let places = model.waitingPlaces {
      var waiting = 0
      for line in lines where !line.isEmpty {
        for call in line.waiting where call.leaves > time { waiting += 1 }
      }
      if waiting >= places {
        blocked[kind][k] += 1
        return
      }
    }
    tally[kind][k].offered += 1
    tally[kind][k].waited += 1
    let limit = patience[kind].isNever ? .infinity : patience[kind].draw(&stream)
    lines[kind].append(.init(arrival: time, leaves: time + limit))
  }

  private mutating func freeAgent(for kind: Int, at time: Double) -> Int? {
    var best: Int?
    var level = 0
    var score = 0.0
    for (group, preference) in groupsOfClass[kind] {
      if best != nil, preference > level { break }
      guard
        let agent = model.selection == .longestIdle
          ? idle.longest(in: group) : idle.leastOccupied(in: group, at: time)
      else { continue }
      let own =
        model.selection == .longestIdle ? idle.since(agent) : idle.occupancy(agent, at: time)
      if best == nil || own < score {
        best = agent
        score = own
        level = preference
      }
    }
    return best
  }

  private mutating func start(
    _ agent: Int, _ kind: Int, arrival: Double, at time: Double, _ stream: inout RandomStream
  ) {
    let group = idle.group(agent)
    idle.remove(agent)
    isBusy[agent] = true
    let work = handling[group][kind]?.draw(&stream) ?? 0
    events.insert(time + work, agent)
    idle.addBusy(agent, work)
    let k = interval(arrival)
    if k >= model.warmUpIntervals { busySeconds[group] += work }
    let wait = time - arrival
    tally[kind][k].answered += 1
    tally[kind][k].waitOfAnswered += wait
    if wait <= model.classes[kind].thresholdSeconds { tally[kind][k].inTime += 1 }
  }

  private mutating func finish(_ agent: Int, at time: Double, _ stream: inout RandomStream) {
    isBusy[agent] = false
    let group = idle.group(agent)
    if leaveAfterCall[agent] {
      leaveAfterCall[agent] = false
      idle.leave(agent, at: time)
      return
    }
    if mustGo[group] > 0, idle.isAnonymous(agent) {
      mustGo[group] -= 1
      idle.leave(agent, at: time)
      return
    }
    free(agent, at: time, &stream)
  }

  /// A present agent is free: the best call in line, or waits for one.
  private mutating func free(_ agent: Int, at time: Double, _ stream: inout RandomStream) {
    idle.add(agent, at: time)
    let group = idle.group(agent)
    var best: Int?
    var level = 0
    for (kind, preference) in classesOfGroup[group] {
      if best != nil, preference > level { break }
      while !lines[kind].isEmpty, lines[kind].first.leaves <= time {
        tally[kind][interval(lines[kind].first.arrival)].abandoned += 1
        lines[kind].removeFirst()
      }
      guard !lines[kind].isEmpty else { continue }
      if let known = best, lines[known].first.arrival <= lines[kind].first.arrival { continue }
      best = kind
      level = preference
    }
    guard let best else { return }
    let arrival = lines[best].first.arrival
    lines[best].removeFirst()
    start(agent, best, arrival: arrival, at: time, &stream)
  }

  private mutating func apply(_ change: SkillChange, _ stream: inout RandomStream) {
    switch change.kind {
    case .comes(let agent):
      idle.arrive(agent, at: change.time)
      if isBusy[agent] {
        leaveAfterCall[agent] = false
      } else {
        free(agent, at: change.time, &stream)
      }
    case .goes(let agent):
      if isBusy[agent] {
        leaveAfterCall[agent] = true
      } else {
        idle.remove(agent)
        idle.leave(agent, at: change.time)
      }
    case .fewer(let group):
      if let agent = idle.anonymous(in: group) {
        idle.remove(agent)
        idle.leave(agent, at: change.time)
      } else {
        mustGo[group] += 1
      }
    case .more(let group):
      if mustGo[group] > 0 {
        mustGo[group] -= 1
      } else if let agent = idle.absent(in: group) {
        idle.arrive(agent, at: change.time)
        free(agent, at: change.time, &stream)
      }
    }
  }
}
