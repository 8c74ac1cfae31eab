/// Somebody comes or goes.
struct SkillChange {
  enum Kind {
    case comes(Int)
    case goes(Int)
    /// One more or less of a group's unnamed agents.
    case more(Int)
    case fewer(Int)
  }
  var time: Double
  var kind: Kind
}

/// The time tables of a model as one list of changes; named agents first, then the unnamed.
struct SkillRoster {
  private(set) var changes: [SkillChange] = []
  /// The group of each agent, negative (-1 - group) for the unnamed.
  private(set) var groupOfAgent: [Int] = []
  private(set) var presentSeconds: [Double]

  init(_ model: SkillModel) {
    presentSeconds = Array(repeating: 0, count: model.groups.count)
    let start = Double(model.warmUpIntervals) * model.intervalSeconds
    for agent in model.agents {
      let number = groupOfAgent.count
      groupOfAgent.append(agent.group)
      for range in agent.present {
        changes.append(.init(time: range.lowerBound, kind: .comes(number)))
        changes.append(.init(time: range.upperBound, kind: .goes(number)))
        presentSeconds[agent.group] += max(0, range.upperBound - max(start, range.lowerBound))
      }
    }
    for (g, group) in model.groups.enumerated() {
      for _ in 0..<(group.agents.max() ?? 0) { groupOfAgent.append(-1 - g) }
      var now = 0
      for (k, count) in group.agents.enumerated() {
        let time = Double(k) * model.intervalSeconds
        while now < count {
          changes.append(.init(time: time, kind: .more(g)))
          now += 1
        }
        while now > count {
          changes.append(.init(time: time, kind: .fewer(g)))
          now -= 1
        }
        if k >= model.warmUpIntervals {
          presentSeconds[g] += Double(count) * model.intervalSeconds
        }
      }
    }
    // At the same moment those who come are there before others go; otherwise in the order listed.
    let order = changes.indices.sorted {
      let a = changes[$0]
      let b = changes[$1]
      return (a.time, rank(a.kind), $0) < (b.time, rank(b.kind), $1)
    }
    changes = order.map { changes[$0] }
  }
}

private func rank(_ kind: SkillChange.Kind) -> Int {
  switch kind {
  case .comes, .more: 0
  case .goes, .fewer: 1
  }
}

/// Who is free, by group, the longest free first.
struct IdleAgents {
  private let groups: [Int]
  private let anonymous: [Bool]
  private var next: [Int32]
  private var previous: [Int32]
  private var first: [Int32]
  private var last: [Int32]
  private var freeSince: [Double]
  private var isIdle: [Bool]
  private var isPresent: [Bool]
  private var presentSince: [Double]
  private var presentBefore: [Double]
  private var busy: [Double]

  init(groupOfAgent: [Int], groups count: Int) {
    groups = groupOfAgent.map { $0 < 0 ? -1 - $0 : $0 }
    anonymous = groupOfAgent.map { $0 < 0 }
    let n = groupOfAgent.count
    next = Array(repeating: -1, count: n)
    previous = next
    first = Array(repeating: -1, count: count)
    last = first
    freeSince = Array(repeating: 0, count: n)
    isIdle = Array(repeating: false, count: n)
    isPresent = isIdle
    presentSince = freeSince
    presentBefore = freeSince
    busy = freeSince
  }

  mutating func removeAll() {
    for g in first.indices {
      first[g] = -1
      last[g] = -1
    }
    for a in groups.indices {
      isIdle[a] = false
      isPresent[a] = false
      presentBefore[a] = 0
      busy[a] = 0
    }
  }

  func group(_ agent: Int) -> Int { groups[agent] }
  func isAnonymous(_ agent: Int) -> Bool { anonymous[agent] }
  func since(_ agent: Int) -> Double { freeSince[agent] }
  mutating func addBusy(_ agent: Int, _ seconds: Double) { busy[agent] += seconds }

  mutating func arrive(_ agent: Int, at time: Double) {
    guard !isPresent[agent] else { return }
    isPresent[agent] = true
    presentSince[agent] = time
  }

  mutating func leave(_ agent: Int, at time: Double) {
    guard isPresent[agent] else { return }
    isPresent[agent] = false
    presentBefore[agent] += time - presentSince[agent]
  }

  /// Busy seconds over seconds present.
  func occupancy(_ agent: Int, at time: Double) -> Double {
    let present = presentBefore[agent] + time - presentSince[agent]
    return present > 0 ? busy[agent] / present : 0
  }

  mutating func add(_ agent: Int, at time: Double) {
    let g = groups[agent]
    isIdle[agent] = true
    freeSince[agent] = time
    next[agent] = -1
    previous[agent] = last[g]
    if last[g] >= 0 { next[Int(last[g])] = Int32(agent) } else { first[g] = Int32(agent) }
    last[g] = Int32(agent)
  }

  mutating func remove(_ agent: Int) {
    guard isIdle[agent] else { return }
    isIdle[agent] = false
    let g = groups[agent]
    let before = previous[agent]
    let after = next[agent]
    if before >= 0 { next[Int(before)] = after } else { first[g] = after }
    if after >= 0 { previous[Int(after)] = before } else { last[g] = before }
  }

  func longest(in group: Int) -> Int? { first[group] >= 0 ? Int(first[group]) : nil }

  func leastOccupied(in group: Int, at time: Double) -> Int? {
    var agent = Int(first[group])
    var best: Int?
    var least = Double.infinity
    while agent >= 0 {
      let own = occupancy(agent, at: time)
      if own < least {
        least = own
        best = agent
      }
      agent = Int(next[agent])
    }
    return best
  }

  /// A free unnamed agent, the longest free.
  func anonymous(in group: Int) -> Int? {
    var agent = Int(first[group])
    while agent >= 0, !anonymous[agent] { agent = Int(next[agent]) }
    return agent >= 0 ? agent : nil
  }

  /// An unnamed agent who is not there.
  func absent(in group: Int) -> Int? {
    groups.indices.first { groups[$0] == group && anonymous[$0] && !isPresent[$0] }
  }
}
