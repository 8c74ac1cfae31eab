/// Who is planned to be at work in every step: the roster as the floor sees it.
///
/// One bit an agent and step, in words of 64. Work of a shift that began the day before stands apart,
/// because it is lost with that shift.
public struct FloorPlan: Hashable, Sendable {
  /// Words of a step.
  let words: Int
  let steps: Int
  /// Work of shifts that began on the step's own day, and on the day before; `step * words + word`.
  private(set) var own: [UInt64]
  private(set) var carried: [UInt64]
  /// Shifts that end at the beginning of a step.
  private(set) var ends: [UInt64]
  private let dayStarts: [Int]

  public init(_ model: FloorModel) {
    words = (model.agents.count + 63) / 64
    steps = model.steps
    own = Array(repeating: 0, count: words * (steps + 1))
    carried = own
    ends = own
    dayStarts = model.dayStarts
  }

  /// Adds or takes away a shift of `agent` that begins on `day`; `work` are its steps between the pauses, in
  /// order. What lies beyond the horizon is dropped.
  public mutating func set(_ agent: Int, day: Int, work: [Range<Int>], isThere: Bool) {
    let word = agent / 64
    let bit = UInt64(1) << UInt64(agent % 64)
    let night = dayStarts[day + 1]
    for piece in work {
      for step in piece where step < steps {
        let at = step * words + word
        if step < night {
          own[at] = isThere ? own[at] | bit : own[at] & ~bit
        } else {
          carried[at] = isThere ? carried[at] | bit : carried[at] & ~bit
        }
      }
    }
    guard let end = work.last?.upperBound, end <= steps else { return }
    let at = end * words + word
    ends[at] = isThere ? ends[at] | bit : ends[at] & ~bit
  }
}
