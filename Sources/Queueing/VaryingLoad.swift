// Loads of the intervals of a day for the stationary models.
//
// Methods: SIPP takes λS of the interval; lag the rate one AHT earlier, averaged over the interval
// (before opening, the first interval's rate); MOL the modified offered load m' = λ - m/S from an empty
// start, m(t) = λS + (m(t0) - λS) e^{-(t-t0)/S} within an interval, averaged over it.
// Sources: Green, Kolesar & Soares 2001; Jennings et al. 1996; Feldman et al. 2008.
internal import Glibc

/// The loads in erlangs that a method staffs the intervals for.
enum VaryingLoad {
  static func sipp(_ queue: VaryingQueue) -> [Double] { queue.intervals.map(\.load) }

  static func lag(_ queue: VaryingQueue) -> [Double] {
    let length = queue.intervalSeconds
    return queue.intervals.indices.map { i in
      let one = queue.intervals[i]
      let from = Double(i) * length - one.handlingSeconds
      let calls = calls(queue, from, from + length)
      return calls / length * one.handlingSeconds
    }
  }

  /// Expected calls between two moments; before opening as in the first interval.
  private static func calls(_ queue: VaryingQueue, _ from: Double, _ to: Double) -> Double {
    let length = queue.intervalSeconds
    guard let first = queue.intervals.first else { return 0 }
    var sum = from < 0 ? first.callsPerHour / 3600 * (min(to, 0) - from) : 0
    for (k, one) in queue.intervals.enumerated() {
      let start = Double(k) * length
      let overlap = min(to, start + length) - max(from, start)
      if overlap > 0 { sum += one.callsPerHour / 3600 * overlap }
    }
    return sum
  }

  /// The mean over the interval; while the opening interval fills up, its highest load.
  static func modified(_ queue: VaryingQueue) -> [Double] {
    let length = queue.intervalSeconds
    var m = 0.0
    var isOpening = true
    return queue.intervals.map { one in
      let s = one.handlingSeconds
      guard s > 0 else { return 0 }
      let target = one.load
      let decay = exp(-length / s)
      let end = target + (m - target) * decay
      let mean = target + (m - target) * s / length * (1 - decay)
      let answer = isOpening ? max(m, end) : mean
      if one.callsPerHour > 0 { isOpening = false }
      m = end
      return answer
    }
  }
}
