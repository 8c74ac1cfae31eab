package import CentreModel
internal import CivilTime

extension RosterShift {
  /// Whether each segment is paid, as the contract's kind of shift says of its pauses; work always is.
  ///
  /// A shift that is of no kind of the contract (one that was changed since) has paid breaks and unpaid
  /// meals, as a kind without words about them has.
  package func paidFlags(_ contract: RosterContract?) -> [Bool] {
    let pauses = pauses
    let kind = contract?.kinds.first { kind in
      kind.lengthSeconds == end - start && kind.pauses.count == pauses.count
        && zip(kind.pauses, pauses).allSatisfy { planned, taken in
          planned.activity == taken.activity && planned.lengthSeconds == taken.end - taken.start
        }
    }
    var next = 0
    return segments.map { segment in
      guard segment.activity != .work else { return true }
      defer { next += 1 }
      return kind?.pauses[next].isPaid ?? (segment.activity == .break)
    }
  }

  /// The queue served longest; nil where no segment names one.
  var mainQueue: String? {
    var seconds: [String: Int] = [:]
    for segment in segments where segment.activity == .work && !segment.queue.isEmpty {
      seconds[segment.queue, default: 0] += segment.end - segment.start
    }
    return seconds.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
