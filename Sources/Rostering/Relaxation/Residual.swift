internal import CentreModel
internal import CivilTime

/// What a roster leaves uncovered, step by step, and the best use of one more shift.
struct Residual {
  let compiled: CompiledRoster
  /// Agents at work less the requirement, `queue * steps + step`; nobody is required where it is not
  /// asked, so that more there counts for nothing.
  private(set) var slack: [Int]

  var steps: Int { compiled.search.steps }

  init(_ compiled: CompiledRoster, _ segments: [RosterSegment]) {
    self.compiled = compiled
    let count = compiled.queues.count * compiled.search.steps
    slack = (0..<count).map { compiled.search.under[$0] > 0 ? Int(compiled.search.slack[$0]) : 0 }
    for segment in segments { add(segment, 1) }
  }

  mutating func add(_ segment: RosterSegment, _ change: Int) {
    guard segment.activity == .work,
      let queue = compiled.queues.firstIndex(of: segment.queue)
        ?? (compiled.queues.count == 1 ? 0 : nil)
    else { return }
    let from = max(0, step(segment.start))
    let to = min(steps, step(segment.end))
    guard from < to else { return }
    for t in from..<to { slack[queue * steps + t] += change }
  }

  func step(_ instant: Instant) -> Int { (instant - compiled.calendar.origin) / compiled.step }
  func instant(_ step: Int) -> Instant { compiled.calendar.origin + step * compiled.step }

  func isShort(_ queue: Int, _ t: Int) -> Bool {
    t >= 0 && t < steps && slack[queue * steps + t] < 0
  }

  var missingSteps: Int { slack.reduce(0) { $0 + max(0, -$1) } }

  /// Missing steps that one more agent would close from `from` to `to`, in the best queue.
  func closed(_ queues: [Int], from: Int, to: Int) -> (steps: Int, queue: Int) {
    var best = (steps: 0, queue: queues.first ?? 0)
    for queue in queues {
      var count = 0
      for t in from..<max(from, to) where isShort(queue, t) { count += 1 }
      if count > best.steps { best = (count, queue) }
    }
    return best
  }

  /// A shift of nobody yet: when, with its pauses, and the queue of each stretch of work.
  struct Shift {
    var option: SearchProblem.Option
    var pauses: [Int] = []
    var queues: [Int] = []
    var closes = 0
    /// Steps of it in which nobody is required.
    var idle = 0
  }

  /// The pauses and queues with which a shift closes most.
  func filled(_ option: SearchProblem.Option, _ queues: [Int]) -> Shift {
    let shape = compiled.search.shapes[Int(option.shape)]
    let start = Int(option.step)
    var shift = Shift(option: option)
    var from = 0
    // Any queue short at a step makes it worth working.
    let worth = (0..<shape.span).map { k in queues.contains { isShort($0, start + k) } ? 1 : 0 }
    for pause in shape.pauses {
      let earliest = max(pause.earliest, from + 1)
      var best = (cost: Int.max, at: earliest)
      for at in earliest...max(earliest, pause.latest) {
        let cost = worth[min(at, shape.span)..<min(shape.span, at + pause.length)].reduce(0, +)
        if cost < best.cost { best = (cost, at) }
      }
      shift.pauses.append(best.at)
      from = best.at + pause.length
    }
    from = 0
    for j in 0...shape.pauses.count {
      let to = j < shape.pauses.count ? shift.pauses[j] : shape.span
      let one = closed(queues, from: start + from, to: start + to)
      shift.queues.append(one.queue)
      shift.closes += one.steps
      shift.idle += (start + from..<max(start + from, start + to)).count {
        !compiled.needed[one.queue * steps + $0]
      }
      if j < shape.pauses.count { from = to + shape.pauses[j].length }
    }
    return shift
  }

  /// Counts a shift as worked.
  mutating func add(_ shift: Shift) {
    let shape = compiled.search.shapes[Int(shift.option.shape)]
    let start = Int(shift.option.step)
    var from = 0
    for j in 0...shape.pauses.count {
      let to = j < shape.pauses.count ? shift.pauses[j] : shape.span
      for t in start + from..<max(start + from, min(steps, start + to)) {
        slack[shift.queues[j] * steps + t] += 1
      }
      if j < shape.pauses.count { from = to + shape.pauses[j].length }
    }
  }

  /// What is left over as a requirement of its own, on the grid of steps.
  func requirement() -> RosterRequirement {
    let inside = (compiled.calendar.end - compiled.calendar.origin) / compiled.step
    return RosterRequirement(
      start: compiled.calendar.origin, intervalSeconds: compiled.step, queues: compiled.queues,
      required: compiled.queues.indices.map { queue in
        (0..<inside).map { max(0, -slack[queue * steps + $0]) }
      },
      needed: compiled.queues.indices.map { queue in
        (0..<inside).map { compiled.needed[queue * steps + $0] }
      })
  }
}
