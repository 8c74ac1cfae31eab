/// What is counted or added up in an interval, in the order of the columns of a history.
enum Measure: Int, CaseIterable {
  case offered, handled, abandoned
  /// Talk, hold and after-call work of the contacts in `timed`, seconds.
  case handle
  /// Contacts handled whose handling time is known; fewer than `handled` after a restart, say.
  case timed
  /// Abandoned within the short-abandon threshold.
  case abandonedShort
  /// Left the queue by its own rules: time-out, no agents, a key.
  case timedOut
  /// Answered within the threshold of the service level.
  case answeredInTime
  /// Waiting of those answered, and of those who abandoned, seconds.
  case wait, abandonWait
  case talk, hold, afterWork

  /// The name of its column.
  var column: String {
    switch self {
    case .offered: "offered"
    case .handled: "handled"
    case .abandoned: "abandoned"
    case .handle: "handle_s"
    case .timed: "handled_timed"
    case .abandonedShort: "abandoned_short"
    case .timedOut: "timed_out"
    case .answeredInTime: "answered_in_sl"
    case .wait: "wait_s"
    case .abandonWait: "abandon_wait_s"
    case .talk: "talk_s"
    case .hold: "hold_s"
    case .afterWork: "acw_s"
    }
  }

  var bit: UInt16 { 1 << UInt16(rawValue) }

  /// The count over whose contacts it is summed up: over nobody it is zero, not unknown, where the source
  /// has it at all.
  var summedOver: Measure? {
    switch self {
    case .wait, .answeredInTime: .handled
    case .talk, .hold, .afterWork: .timed
    case .abandonWait, .abandonedShort: .abandoned
    case .offered, .handled, .abandoned, .handle, .timed, .timedOut: nil
    }
  }
}

/// The measures of one interval of one queue. What is not `known` was not recorded, which is not zero.
struct IntervalCounts {
  private var sums = SIMD16<Double>()
  private(set) var known: UInt16 = 0
  var isClosed = false
  /// More of this interval may come, or was lost: its counts are no whole.
  var isPartial = false

  mutating func add(_ value: Double, to measure: Measure) {
    sums[measure.rawValue] += value
    known |= measure.bit
  }

  /// Adds all measures of another interval's counts.
  mutating func add(_ other: IntervalCounts) {
    sums += other.sums
    known |= other.known
    isClosed = isClosed || other.isClosed
    isPartial = isPartial || other.isPartial
  }

  subscript(measure: Measure) -> Double? {
    known & measure.bit == 0 ? nil : sums[measure.rawValue]
  }
}
