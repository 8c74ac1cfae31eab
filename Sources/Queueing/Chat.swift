// Chat: agents serve several customers at once and become slower with each.
//
// Goal: 1e-9 of the exact chain. Method: an agent with k chats finishes one at rate k / AHT[k]. The
// chain lives on the numbers of agents with 0, 1, …, K chats; while all have K, waiting customers form
// a birth-death tail that is added in closed form. Solved exactly (`LevelChain`) up to 200 000
// states; the balanced method (chats spread evenly, one dimension) is exact when all AHT are equal and
// is off by 0.1 to 0.8 points otherwise.
// Sources: Luo & Zhang 2013; Tezcan & Zhang 2014.
internal import Glibc

/// A chat floor.
public struct ChatQuestion: Hashable, Sendable {
  /// Who gets the next chat.
  public enum Route: String, Hashable, Sendable, CaseIterable {
    /// The agent with the fewest chats.
    case least
    /// The agent with the most chats who may take one more.
    case most
    /// Chats always spread evenly, also when one ends; an approximation in one dimension.
    case balanced
  }

  public var chatsPerHour: Double
  /// Element k - 1: mean duration in seconds of one chat while its agent has k; its length is the
  /// largest number of chats at once.
  public var handlingSeconds: [Double]
  /// nil or infinite: nobody leaves.
  public var patienceSeconds: Double?
  public var thresholdSeconds: Double
  public var route: Route

  public init(
    chatsPerHour: Double, handlingSeconds: [Double], patienceSeconds: Double? = nil,
    thresholdSeconds: Double = 30, route: Route = .least
  ) {
    self.chatsPerHour = chatsPerHour
    self.handlingSeconds = handlingSeconds
    self.patienceSeconds = patienceSeconds
    self.thresholdSeconds = thresholdSeconds
    self.route = route
  }
}

/// How a chat floor performs; occupancy is the share of chat places in use.
public struct ChatPerformance: Hashable, Sendable {
  public var queue: QueuePerformance
  /// Mean number of chats an agent has at once.
  public var chatsPerAgent: Double
  /// Whether the chain was solved exactly or by the balanced approximation.
  public var isExact: Bool
}

/// The chat calculator.
public enum Chat {
  /// Largest number of states that is solved exactly; beyond, the balanced method answers.
  public static let mostStates = 200_000

  /// Performance with whole `agents`.
  public static func performance(
    of question: ChatQuestion, agents: Double
  ) throws(QueueingError) -> ChatPerformance {
    let q = try validated(question)
    let n = try Check.notNegative(agents, .agents)
    guard n == n.rounded(.down), n <= 100_000 else {
      throw .outOfRange(
        quantity: .agents, value: agents, allowed: "a whole number up to 100 000")
    }
    if q.chatsPerHour == 0 {
      return .init(queue: .idle(agents: n), chatsPerAgent: 0, isExact: true)
    }
    if n == 0 {
      let p = try Staffing.performance(
        of: .init(
          callsPerHour: q.chatsPerHour, handlingSeconds: q.handlingSeconds[0],
          patienceSeconds: q.patienceSeconds, thresholdSeconds: q.thresholdSeconds), agents: 0)
      return .init(queue: p, chatsPerAgent: 0, isExact: true)
    }
    let isExact =
      q.route != .balanced && stateCount(Int(n), q.handlingSeconds.count) <= mostStates
    let below =
      isExact ? ChatChain(q, agents: Int(n)).solve() : balanced(q, Int(n))
    return finish(q, Int(n), below, isExact: isExact)
  }

  /// The smallest whole number of agents that meets every goal.
  public static func minimumAgents(
    for question: ChatQuestion, goals: StaffingGoals
  ) throws(QueueingError) -> StaffingAnswer {
    let q = try validated(question)
    let patience = q.patienceSeconds.map { $0 <= Check.largest } ?? false
    let goals = try goals.validated(hasPatience: patience)
    if q.chatsPerHour == 0 {
      return .init(agents: 0, boundBy: .none, perGoal: [], performance: .idle(agents: 0))
    }
    // The balanced method is near and fast; the exact chain then decides.
    var near = q
    near.route = .balanced
    let most = q.handlingSeconds.count
    let start = max(1, q.chatsPerHour / 3600 * q.handlingSeconds[most - 1] / Double(most))
    let guess = try goals.minimum(lowest: 1, start: start) { n throws(QueueingError) in
      try performance(of: near, agents: n).queue
    }
    if q.route == .balanced { return guess }
    return try goals.minimum(lowest: 1, start: guess.agents) { n throws(QueueingError) in
      try performance(of: q, agents: n).queue
    }
  }

  private static func validated(_ q: ChatQuestion) throws(QueueingError) -> ChatQuestion {
    _ = try Check.notNegative(q.chatsPerHour, .callsPerHour)
    _ = try Check.notNegative(q.thresholdSeconds, .threshold)
    guard (1...20).contains(q.handlingSeconds.count) else {
      throw .outOfRange(
        quantity: .concurrency, value: Double(q.handlingSeconds.count), allowed: "from 1 to 20")
    }
    for s in q.handlingSeconds { _ = try Check.positive(s, .handlingTime) }
    if let p = q.patienceSeconds, !(p >= 0) {
      throw .outOfRange(
        quantity: .patience, value: p, allowed: "a number from 0 or infinite")
    }
    return q
  }

  private static func stateCount(_ n: Int, _ most: Int) -> Int {
    var count = 1.0
    for k in 1...most { count = count * Double(n + k) / Double(k) }
    return count > 1e15 ? .max : Int(count)
  }

  /// Shares of time with a free place and with all places taken and nobody waiting (`full`), and mean
  /// chats, all relative to one another.
  struct Below {
    var free: Double
    var full: Double
    /// Σ chats · probability over the states with a free place.
    var chats: Double
  }

  private static func balanced(_ q: ChatQuestion, _ n: Int) -> Below {
    let most = q.handlingSeconds.count
    func rate(_ chats: Int, agents: Int) -> Double {
      chats == 0 ? 0 : Double(agents) * Double(chats) / q.handlingSeconds[chats - 1]
    }
    let lambda = q.chatsPerHour / 3600
    // Relative to the full state, downwards.
    var sum = 0.0
    var chats = 0.0
    var term = 1.0
    for i in stride(from: n * most, to: 0, by: -1) {
      let each = i / n
      let more = i % n
      let death =
        (more == 0 ? 0 : rate(each + 1, agents: more)) + rate(each, agents: n - more)
      term *= death / lambda
      sum += term
      chats += term * Double(i - 1)
      if term > 1e250 {
        return .init(free: 1, full: 0, chats: chats / sum)
      }
    }
    return .init(free: sum, full: 1, chats: chats)
  }

  /// Adds the waiting customers.
  private static func finish(
    _ q: ChatQuestion, _ n: Int, _ below: Below, isExact: Bool
  ) -> ChatPerformance {
    let most = q.handlingSeconds.count
    let lambda = q.chatsPerHour / 3600
    let service = Double(n * most) / q.handlingSeconds[most - 1]
    // The tail is that of Erlang with agents finishing at `service` together: n = service, AHT = 1.
    let reciprocal = (below.free + below.full) / max(below.full, 1e-290)
    let load = lambda / service * Double(n)
    var result: QueuePerformance
    var full: Double
    if let p = q.patienceSeconds, p <= Check.largest {
      if p == 0 {
        full = 1 / reciprocal
        result = Staffing.impatient(Double(n), load, blocked: full)
      } else {
        let state = ErlangAState(
          agents: Double(n), load: load, handling: Double(n) / service, patience: p,
          reciprocal: reciprocal)
        result = state.performance(threshold: q.thresholdSeconds)
        full = state.probabilityOfFull
      }
    } else if service <= lambda {
      var p = QueuePerformance.unstable(agents: Double(n), load: load)
      p.offeredLoad = lambda * q.handlingSeconds[0]
      return .init(queue: p, chatsPerAgent: Double(most), isExact: isExact)
    } else {
      let spare = Double(n) - load
      let delay = Double(n) / (spare * reciprocal + load)
      result = ErlangC.performance(
        Double(n), load, handling: Double(n) / service, threshold: q.thresholdSeconds, delay: delay)
      full = delay * spare / Double(n)
    }
    let perUnit = below.full > 0 ? full / below.full : 1 / below.free
    let chats =
      (below.chats * perUnit + result.waitProbability * Double(n * most)) / Double(n)
    result.agents = Double(n)
    result.offeredLoad = lambda * q.handlingSeconds[0]
    result.occupancy = chats / Double(most)
    return .init(queue: result, chatsPerAgent: chats, isExact: isExact)
  }
}
