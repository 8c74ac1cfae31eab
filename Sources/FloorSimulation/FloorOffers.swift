/// Calls of drawn weeks, counted by queue and time.
public struct FloorOffers: Hashable, Sendable {
  public private(set) var weeks: Int
  private let queues: Int
  private let days: Int
  private let steps: Int
  /// `(week * queues + queue) * days + day`
  private var ofDay: [Int32]
  /// Over all weeks, `queue * steps + step`.
  private var ofStep: [Int]
  /// Of these those whose patience ends within the threshold, of queues whose definition leaves them out.
  private var impatientOfDay: [Int32]
  private var impatientOfStep: [Int]

  init(_ model: FloorModel, weeks: Int) {
    self.weeks = weeks
    queues = model.queues.count
    days = model.days
    steps = model.steps
    ofDay = Array(repeating: 0, count: weeks * queues * days)
    ofStep = Array(repeating: 0, count: queues * steps)
    impatientOfDay = ofDay
    impatientOfStep = ofStep
  }

  /// Weeks count from the first drawn one.
  public func calls(week: Int, queue: Int, day: Int) -> Int {
    Int(ofDay[(week * queues + queue) * days + day])
  }

  /// In all weeks together.
  public func calls(queue: Int, step: Int) -> Int { ofStep[queue * steps + step] }

  func impatient(week: Int, queue: Int, day: Int) -> Int {
    Int(impatientOfDay[(week * queues + queue) * days + day])
  }

  func impatient(queue: Int, step: Int) -> Int { impatientOfStep[queue * steps + step] }

  mutating func count(week: Int, day: Int, queue: Int, step: Int, isImpatient: Bool) {
    ofDay[(week * queues + queue) * days + day] += 1
    ofStep[queue * steps + step] += 1
    guard isImpatient else { return }
    impatientOfDay[(week * queues + queue) * days + day] += 1
    impatientOfStep[queue * steps + step] += 1
  }

  /// The weeks after these.
  mutating func append(_ next: FloorOffers) {
    weeks += next.weeks
    ofDay += next.ofDay
    impatientOfDay += next.impatientOfDay
    for at in ofStep.indices {
      ofStep[at] += next.ofStep[at]
      impatientOfStep[at] += next.impatientOfStep[at]
    }
  }
}
