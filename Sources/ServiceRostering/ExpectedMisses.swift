// Goal: the share of calls that a number of people at work misses, as a curve that is smooth in that number.
//
// Method: Erlang A for each number of people really there, averaged over the binomial number of those of the
// people at work who are. Far below the load, where the formula says nothing of use, the line to a share of 1.

package import FloorSimulation
package import Queueing

package enum ExpectedMisses {
  /// Share of calls that 0, 1, … `most` people at work do not answer in time: Erlang A, each of them really
  /// there with the chance `kept`; never more with one person more.
  ///
  /// `definition`, `level`: A call that the definition leaves out counts as the share `level` of an answer in
  /// time, so that a promise of this level is kept where misses are at most 1 - `level`, and only there.
  package static func byPeople(
    _ question: StaffingQuestion, kept: Double, most: Int,
    definition: FloorModel.Definition = .offered, level: Double = 0
  ) -> [Double] {
    let load = question.load
    let spread = load.squareRoot()
    let low = max(1, Int(load * 0.5 - 2 * spread))
    let high = Int(load + 5 * spread) + 4
    var misses = Array(repeating: 1.0, count: most + 1)
    var last = 1.0
    for n in 0...most {
      if n < low || n > high {
        misses[n] = n < low ? -1 : 0
        continue
      }
      let levels = try? Staffing.serviceLevels(of: question, agents: Double(n))
      let share = levels.map { inTime($0, definition, level) } ?? 1
      last = min(last, max(0, 1 - share))
      misses[n] = definition.leavesOut ? max(0, 1 - share) : last
    }
    if definition.leavesOut {
      // Of few people hardly any call is counted: more may look worse, and is not.
      for n in stride(from: min(high, most) - 1, through: low, by: -1) {
        misses[n] = max(misses[n], misses[n + 1])
      }
    }
    let known = low <= most ? misses[low] : 1
    for n in 0..<min(low, most + 1) {
      misses[n] = 1 + (known - 1) * Double(n) / Double(low)
    }
    return thinned(misses, kept: kept)
  }

  /// The share in time, calls left out counted as `level`.
  private static func inTime(
    _ levels: ServiceLevels, _ definition: FloorModel.Definition, _ level: Double
  ) -> Double {
    switch definition {
    case .offered: levels.ofOffered
    case .virtual: levels.virtual
    case .answered:
      levels.ofAnswered > 0
        ? levels.ofOffered + level * max(0, 1 - levels.ofOffered / levels.ofAnswered) : 0
    case .excludingShort:
      levels.ofOffered + level * max(0, levels.offeredPlusAbandoned - levels.ofOffered)
    }
  }

  /// The mean over a binomial number of those who are really there.
  private static func thinned(_ values: [Double], kept: Double) -> [Double] {
    guard kept < 1 else { return values }
    var chances = [1.0]
    var first = 0
    return values.indices.map { n in
      if n > 0 {
        // One person more.
        var next = Array(repeating: 0.0, count: chances.count + 1)
        for (k, chance) in chances.enumerated() {
          next[k] += chance * (1 - kept)
          next[k + 1] += chance * kept
        }
        while next.count > 1, let tail = next.first, tail < 1e-9 {
          next.removeFirst()
          first += 1
        }
        chances = next
      }
      var sum = 0.0
      for (k, chance) in chances.enumerated() { sum += chance * values[first + k] }
      return sum
    }
  }
}
