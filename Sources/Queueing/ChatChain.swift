/// The exact chain of a chat floor with a free place: how many agents have 0, 1, …, K chats.
struct ChatChain {
  private let q: ChatQuestion
  private let agents: Int
  private let most: Int

  init(_ question: ChatQuestion, agents: Int) {
    q = question
    self.agents = agents
    most = question.handlingSeconds.count
  }

  func solve() -> Chat.Below {
    // States as counts of agents with 1…K chats, in order of the number of chats.
    var states: [[Int32]] = []
    var current = [Int32](repeating: 0, count: most)
    func fill(_ k: Int, _ left: Int32) {
      if k == most {
        states.append(current)
        return
      }
      for c in 0...left {
        current[k] = c
        fill(k + 1, left - c)
      }
      current[k] = 0
    }
    fill(0, Int32(agents))
    func chats(_ s: [Int32]) -> Int {
      var sum = 0
      for k in s.indices { sum += (k + 1) * Int(s[k]) }
      return sum
    }
    var keyed = states.map { (chats: chats($0), key: key($0), state: $0) }
    keyed.sort { ($0.chats, $0.key) < ($1.chats, $1.key) }
    states = keyed.map(\.state)
    let levels = keyed.map(\.chats)
    var index: [UInt64: Int] = [:]
    index.reserveCapacity(keyed.count)
    for (i, one) in keyed.enumerated() { index[one.key] = i }
    let lambda = q.chatsPerHour / 3600
    let chain = LevelChain(levels: levels) { s, jump in
      let state = states[s]
      if let taker = taker(state) {
        var next = state
        if taker > 0 { next[taker - 1] -= 1 }
        next[taker] += 1
        jump(index[key(next)] ?? s, lambda)
      }
      for k in 0..<most where state[k] > 0 {
        var next = state
        next[k] -= 1
        if k > 0 { next[k - 1] += 1 }
        jump(
          index[key(next)] ?? s, Double(state[k]) * Double(k + 1) / q.handlingSeconds[k])
      }
    }
    let p = chain.solve()
    var below = Chat.Below(free: 0, full: p[p.count - 1], chats: 0)
    for s in 0..<(p.count - 1) {
      below.free += p[s]
      below.chats += p[s] * Double(levels[s])
    }
    return below
  }

  /// The number of chats the agent has who gets the next one; nil when all are full.
  private func taker(_ state: [Int32]) -> Int? {
    let idle = Int32(agents) - state.reduce(0, +)
    switch q.route {
    case .least, .balanced:
      if idle > 0 { return 0 }
      return (1..<max(1, most)).first { state[$0 - 1] > 0 }
    case .most:
      for k in stride(from: most - 1, to: 0, by: -1) where state[k - 1] > 0 { return k }
      return idle > 0 ? 0 : nil
    }
  }

  private func key(_ state: [Int32]) -> UInt64 {
    state.reduce(0) { $0 &* UInt64(agents + 1) &+ UInt64($1) }
  }
}
