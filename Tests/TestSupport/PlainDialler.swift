/// A dialling machine call by call, written from what one does and from nothing of the product: as many
/// lines ring as the free agents, and a share of the busy ones, are worth; a dial that is answered is so after
/// half the ring time, the others are given up at its end; who answers and finds no agent hangs up after two
/// seconds; handling is exponential.
public struct PlainDialler {
  public var agents: Int
  /// Live answers per dial.
  public var rate: Double
  public var handling: Double
  public var ring = 20.0
  public var grace = 2.0
  /// Whether agents who will be free when a line answers count, too.
  public var countsSoonFree = false
  private var random: SeededGenerator

  public init(agents: Int, rate: Double, handling: Double, seed: UInt64) {
    self.agents = agents
    self.rate = rate
    self.handling = handling
    random = SeededGenerator(state: seed)
  }

  public struct Outcome: Sendable {
    public var answers = 0
    public var lost = 0
    public var seconds = 0.0
    public var shareLost: Double { answers > 0 ? Double(lost) / Double(answers) : 0 }
    /// People spoken to in an hour.
    public var contactsPerHour: Double { Double(answers - lost) / seconds * 3600 }
  }

  /// Dials `factor` lines for each agent until so many people answered, after a start that is not counted.
  public mutating func run(factor: Double, answers wanted: Int) -> Outcome {
    // When the conversations end that are going on, the earliest first.
    var ends: [Double] = []
    var (answering, silent, waiting) = (Line(), Line(), Line())
    var (outcome, clock, begin) = (Outcome(), 0.0, 0.0)
    var seen = 0
    while outcome.answers < wanted {
      while let first = ends.first, first <= clock { ends.removeFirst() }
      silent.drop(until: clock)
      while let answered = answering.first, answered <= clock {
        answering.removeFirst()
        seen += 1
        if seen == wanted / 20 { (outcome, begin) = (Outcome(), clock) }
        outcome.answers += 1
        waiting.append(clock)
      }
      while let first = waiting.first, first + grace <= clock {
        waiting.removeFirst()
        outcome.lost += 1
      }
      while ends.count < agents, waiting.first != nil {
        waiting.removeFirst()
        let end = clock + random.exponential(mean: handling)
        ends.insert(end, at: ends.firstIndex { $0 > end } ?? ends.count)
      }
      let idle = Double(agents - ends.count)
      let soon = countsSoonFree ? Double(ends.count) * ring / 2 / handling : 0
      let target = Int(factor * (idle + soon))
      while answering.count + silent.count < target {
        if random.happens(rate) {
          answering.append(clock + ring / 2)
        } else {
          silent.append(clock + ring)
        }
      }
      clock = min(
        ends.first ?? .infinity, answering.first ?? .infinity, silent.first ?? .infinity,
        waiting.first.map { $0 + grace } ?? .infinity)
    }
    outcome.seconds = clock - begin
    return outcome
  }

  /// The most people spoken to in an hour with at most `cap` of the answers lost, over both ways of counting.
  public mutating func most(cap: Double, answers: Int) -> Outcome {
    var best = Outcome(seconds: 1)
    for soon in [false, true] {
      countsSoonFree = soon
      var (low, high) = (1.0, 6 / rate)
      func keeps(_ factor: Double) -> Bool {
        let found = run(factor: factor, answers: answers)
        guard found.shareLost <= cap else { return false }
        if found.contactsPerHour > best.contactsPerHour { best = found }
        return true
      }
      for _ in 0..<6 {
        let middle = (low + high) / 2
        if keeps(middle) { low = middle } else { high = middle }
      }
      // Lines are whole: a little more may lose less.
      for step in 1...12 { _ = keeps(low * (1 + 0.02 * Double(step))) }
    }
    return best
  }

  /// Moments in order of time.
  private struct Line {
    private var times: [Double] = []
    private var head = 0

    var first: Double? { head < times.count ? times[head] : nil }
    var count: Int { times.count - head }

    mutating func append(_ time: Double) { times.append(time) }

    mutating func removeFirst() {
      head += 1
      if head == times.count || head > 4096 {
        times.removeFirst(head)
        head = 0
      }
    }

    mutating func drop(until time: Double) {
      while let first, first <= time { removeFirst() }
    }
  }
}
