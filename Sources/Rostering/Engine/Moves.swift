// The moves of the annealing. Each draws what it needs, writes its changes and has them priced; a
// draw that makes no sense counts as a move done, so that a budget of moves always ends.

/// Relative frequencies of the moves.
package struct MoveMix: Sendable, Hashable {
  package var pause = 0
  package var start = 0
  package var kind = 0
  package var daySwap = 0
  package var wholeRow = 0
  package var addOrDrop = 0
  package var exchange = 0
  package var queue = 0
  package var aimed = 0
  package init() {}

  /// Cumulative, in the order of `Search.step()`.
  var cumulative: [Int] {
    var sum = 0
    return [pause, start, kind, daySwap, wholeRow, addOrDrop, exchange, queue, aimed].map {
      sum += $0
      return sum
    }
  }
}

extension Search {
  /// One move, drawn by the mix.
  @inline(__always)
  func step(_ mix: UnsafePointer<Int>) {
    if !togetherPairs.isEmpty, random.below(8) == 0 { return moveTogether() }
    let u = random.below(mix[8])
    if u < mix[0] {
      movePause()
    } else if u < mix[1] {
      moveStart()
    } else if u < mix[2] {
      moveKind()
    } else if u < mix[3] {
      moveDay()
    } else if u < mix[4] {
      moveWholeRow()
    } else if u < mix[5] {
      addOrDrop()
    } else if u < mix[6] {
      exchange()
    } else if u < mix[7] {
      moveQueue()
    } else {
      aim()
    }
  }
}
