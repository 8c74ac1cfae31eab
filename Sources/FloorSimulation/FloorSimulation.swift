// Many weeks of a roster, the same on any number of cores: whole numbers are counted and joined.

/// What a roster gave on one day, over some drawn weeks.
public struct FloorTally: Hashable, Sendable {
  /// Calls answered in time, by queue and step of the day: `queue * steps + step`.
  public var inTime: [Int]
  /// By week and queue: `week * queues + queue`.
  public var inTimeOfWeek: [Int32]
  /// Calls that the queue's definition leaves out, by queue and step of the day, and by week and queue: those
  /// not answered, or those who hung up within the threshold; none by the others.
  public var leftOut: [Int]
  public var leftOutOfWeek: [Int32]
  /// Answered calls and the seconds they waited, by queue.
  public var answered: [Int]
  public var waitSeconds: [Double]
  /// The same by week and queue, and by queue and step of the day; empty where they were not asked for.
  public var answeredOfWeek: [Int32] = []
  public var waitSecondsOfWeek: [Double] = []
  public var answeredOfStep: [Int] = []
  public var waitSecondsOfStep: [Double] = []
  /// Seconds of work by queue and step of arrival, and of work beyond the end of shifts by queue and the
  /// shifts' last steps; empty where they were not asked for.
  public var busySecondsOfStep: [Double] = []
  public var overtimeSecondsOfStep: [Double] = []
  /// On calls, and beyond the end of the shift.
  public var busySeconds: Double
  public var overtimeSeconds: Double
  /// Simulated calls, those around the day included.
  public var calls: Int

  /// The weeks after these.
  mutating func append(_ next: FloorTally) {
    func add<T: AdditiveArithmetic>(_ values: inout [T], _ more: [T]) {
      for at in values.indices { values[at] += more[at] }
    }
    add(&inTime, next.inTime)
    inTimeOfWeek += next.inTimeOfWeek
    add(&leftOut, next.leftOut)
    leftOutOfWeek += next.leftOutOfWeek
    add(&answered, next.answered)
    add(&waitSeconds, next.waitSeconds)
    answeredOfWeek += next.answeredOfWeek
    waitSecondsOfWeek += next.waitSecondsOfWeek
    add(&answeredOfStep, next.answeredOfStep)
    add(&waitSecondsOfStep, next.waitSecondsOfStep)
    add(&busySecondsOfStep, next.busySecondsOfStep)
    add(&overtimeSecondsOfStep, next.overtimeSecondsOfStep)
    busySeconds += next.busySeconds
    overtimeSeconds += next.overtimeSeconds
    calls += next.calls
  }
}

/// A floor and drawn weeks, ready for rosters.
public struct FloorSimulation: Sendable {
  public let model: FloorModel
  public let streams: FloorStreams
  private let windows: [Range<Int>]

  public init(_ model: FloorModel, _ streams: FloorStreams) {
    self.model = model
    self.streams = streams
    windows = (0..<model.days).map { model.window(of: $0) }
  }

  /// Days whose floor a shift on these steps can change.
  public func days(touchedBy steps: Range<Int>) -> [Int] {
    windows.indices.filter { windows[$0].overlaps(steps) }
  }

  /// Simulates a day on the calling thread; `weeks` counts from the first drawn one, nil is all.
  ///
  /// `isDetailed`: Answers, waits and work by week and by step, too.
  public func day(
    _ day: Int, _ plan: FloorPlan, weeks: Range<Int>? = nil, isDetailed: Bool = false
  ) -> FloorTally {
    let weeks = weeks ?? 0..<streams.weeks.count
    let run = FloorDay(model, streams, isDetailed: isDetailed)
    let queues = model.queues.count
    let second = FloorStreams.ticksPerSecond
    var ofWeek: [Int32] = []
    ofWeek.reserveCapacity(weeks.count * queues)
    var leftOutOfWeek: [Int32] = []
    leftOutOfWeek.reserveCapacity(weeks.count * queues)
    var answeredOfWeek: [Int32] = []
    var waitsOfWeek: [Double] = []
    var before = Array(repeating: (answered: 0, waits: 0), count: queues)
    for week in weeks {
      run.run(plan, week: week, day: day, window: windows[day])
      for q in 0..<queues {
        ofWeek.append(run.inTimeOfDay[q])
        leftOutOfWeek.append(
          Int32(truncatingIfNeeded: leftOut(week: week, queue: q, day: day)) - run.apartOfDay[q])
      }
      guard isDetailed else { continue }
      for q in 0..<queues {
        answeredOfWeek.append(Int32(clamping: run.answered[q] - before[q].answered))
        waitsOfWeek.append(Double(run.waits[q] - before[q].waits) / second)
        before[q] = (run.answered[q], run.waits[q])
      }
    }
    let steps = model.steps(of: day)
    func byStep<T>(_ value: (Int) -> T) -> [T] {
      (0..<queues).flatMap { q in steps.map { value(q * model.steps + $0) } }
    }
    var tally = FloorTally(
      inTime: byStep { Int(run.inTime[$0]) }, inTimeOfWeek: ofWeek,
      leftOut: (0..<queues).flatMap { q in
        steps.map { leftOut(queue: q, step: $0) - Int(run.apart[q * model.steps + $0]) }
      }, leftOutOfWeek: leftOutOfWeek,
      answered: (0..<queues).map { run.answered[$0] },
      waitSeconds: (0..<queues).map { Double(run.waits[$0]) / second },
      busySeconds: Double(run.busyTicks) / second,
      overtimeSeconds: Double(run.overtimeTicks) / second, calls: run.calls)
    guard isDetailed else { return tally }
    tally.answeredOfWeek = answeredOfWeek
    tally.waitSecondsOfWeek = waitsOfWeek
    tally.answeredOfStep = byStep { Int(run.answeredOfStep[$0]) }
    tally.waitSecondsOfStep = byStep { Double(run.waitsOfStep[$0]) / second }
    tally.busySecondsOfStep = byStep { Double(run.busyOfStep[$0]) / second }
    tally.overtimeSecondsOfStep = byStep { Double(run.overtimeOfStep[$0]) / second }
    return tally
  }

  /// Calls that a queue's definition leaves out unless they are answered.
  private func leftOut(week: Int, queue: Int, day: Int) -> Int {
    switch model.queues[queue].definition {
    case .offered, .virtual: 0
    case .answered: streams.offers.calls(week: week, queue: queue, day: day)
    case .excludingShort: streams.offers.impatient(week: week, queue: queue, day: day)
    }
  }

  private func leftOut(queue: Int, step: Int) -> Int {
    switch model.queues[queue].definition {
    case .offered, .virtual: 0
    case .answered: streams.offers.calls(queue: queue, step: step)
    case .excludingShort: streams.offers.impatient(queue: queue, step: step)
    }
  }

  /// Simulates days in parallel; the answer is in their order.
  public func days(
    _ days: [Int], _ plan: FloorPlan, isDetailed: Bool = false
  ) async -> [FloorTally] {
    await withTaskGroup(of: (Int, FloorTally).self) { group in
      for (place, day) in days.enumerated() {
        group.addTask { (place, self.day(day, plan, isDetailed: isDetailed)) }
      }
      var found = [FloorTally?](repeating: nil, count: days.count)
      for await (place, tally) in group { found[place] = tally }
      return found.compactMap { $0 }
    }
  }
}
