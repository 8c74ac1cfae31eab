// Hours that changed: what is known of slots the queue was not always open in.
//
// A slot that a day lacks by plan (closed by a row, or absent as on the days around it) is missing for
// itself, not for its day. It is completed on the root scale by a factor model of rank one within the
// weekday, S = L f: levels L from the slots the day has, factors f from the days that have the slot. A
// slot no day of the weekday has takes the factor of all weekdays; one that no day at all has is a
// guess: the queue's curve is carried on beyond its edge, falling as steeply as it did over its last
// two hours, and by half in two hours at the least. What is completed so serves levels and shapes; it is
// never scored. A weekday never open is guessed at half of the others.

internal import CentreModel
internal import CivilTime
internal import Glibc

extension DaySeries {
  /// Contacts of a weekday that was never open, as a share of the others'.
  static let unseenShare = 0.5
  private static let sweeps = 4

  /// Marks the cells out of hours, the weekdays never open and the days off schedule.
  mutating func findHours(_ closed: (CivilDate, Int) -> Bool) {
    let j = columns
    guard let firstDay = weekdays.first else { return }
    var presence = SlotPresence(
      days: origin, slots: j, firstWeekday: firstDay, weekLength: weekLength)
    for d in 0..<origin {
      for c in 0..<j where !counts[d * j + c].isNaN { presence.mark(day: d, slot: c) }
    }
    isOutOfHours = presence.outOfHours()
    for d in 0..<origin where presence.isLive(d) {
      for c in 0..<j where !open[weekdays[d]][c] { isOutOfHours[d * j + c] = false }
      for c in 0..<j
      where open[weekdays[d]][c] && counts[d * j + c].isNaN && closed(dates[d], slots[c]) {
        isOutOfHours[d * j + c] = true
      }
    }
    for w in 0..<weekLength {
      let same = (0..<origin).filter { weekdays[$0] == w }
      isUnseen[w] = !same.contains(where: presence.isLive)
      for (i, d) in same.enumerated() where !presence.isLive(d) {
        let first = max(0, min(i - 2, same.count - 5))
        let around = same[first..<min(same.count, first + 5)]
        isOffSchedule[d] = 2 * around.count { !presence.isLive($0) } > around.count
      }
    }
  }

  /// Fills the roots of cells out of hours on days that have others.
  mutating func completeHours() {
    let j = columns
    let days = (0..<origin).filter { !isMissing[$0] }
    let isNeeded =
      isUnseen.contains(true)
      || days.contains { d in (0..<j).contains { isOutOfHours[d * j + $0] } }
    guard isNeeded, !days.isEmpty else { return }
    var factors = [Double](repeating: .nan, count: weekLength * j)
    let overall = rankOne(days)
    for w in 0..<weekLength {
      let own = days.filter { weekdays[$0] == w }
      let line = rankOne(own)
      // The weekday's own factors, and those of all weekdays on the same scale.
      var (ownSum, overallSum) = (0.0, 0.0)
      for c in 0..<j where !line[c].isNaN && !overall[c].isNaN {
        ownSum += line[c]
        overallSum += overall[c]
      }
      let scale = ownSum > 0 && overallSum > 0 ? ownSum / overallSum : 1
      for c in 0..<j where open[w][c] {
        factors[w * j + c] = line[c].isNaN ? overall[c] * scale : line[c]
      }
      guess(w, &factors)
    }
    describeUnseen(factors)
    for d in days {
      let w = weekdays[d]
      let known = (0..<j).filter { open[w][$0] && !isOutOfHours[d * j + $0] }
      let sum = known.reduce(0) { $0 + factors[w * j + $1] }
      guard sum > 0 else { continue }
      let level = known.reduce(0) { $0 + root[d * j + $1] } / sum
      for c in 0..<j where open[w][c] && isOutOfHours[d * j + c] {
        root[d * j + c] = level * factors[w * j + c]
      }
    }
  }

  /// Level and shape of weekdays never open: half the contacts of the others, at their own hours.
  private mutating func describeUnseen(_ factors: [Double]) {
    let j = columns
    func mean(_ w: Int) -> Double {
      let open = (0..<j).filter { self.open[w][$0] }
      return open.reduce(0) { $0 + factors[w * j + $1] } / Double(max(1, open.count))
    }
    let seen = (0..<weekLength).filter { !isUnseen[$0] }
    guard !seen.isEmpty else { return }
    let usual = seen.reduce(0) { $0 + mean($1) } / Double(seen.count)
    for w in 0..<weekLength where isUnseen[w] {
      let own = mean(w)
      guard usual > 0, own > 0 else { continue }
      unseenLevel[w] = own / usual * Self.unseenShare.squareRoot()
      for c in 0..<j where open[w][c] { unseenShape[w * j + c] = factors[w * j + c] / own }
    }
  }

  /// Factors by column of S = L f over some days; NaN for columns that no day has.
  private func rankOne(_ days: [Int]) -> [Double] {
    let j = columns
    var factors = [Double](repeating: 1, count: j)
    for _ in 0..<Self.sweeps {
      var sums = [Double](repeating: 0, count: j)
      var weights = sums
      for d in days {
        let known = (0..<j).filter { open[weekdays[d]][$0] && !isOutOfHours[d * j + $0] }
        let sum = known.reduce(0) { $0 + (factors[$1].isNaN ? 0 : factors[$1]) }
        guard sum > 0 else { continue }
        let level = known.reduce(0) { $0 + root[d * j + $1] } / sum
        for c in known {
          sums[c] += root[d * j + c]
          weights[c] += level
        }
      }
      factors = (0..<j).map { weights[$0] > 0 ? sums[$0] / weights[$0] : .nan }
    }
    return factors
  }

  /// Carries the curve of a weekday on over columns that nothing is known of.
  private mutating func guess(_ w: Int, _ factors: inout [Double]) {
    let j = columns
    let known = (0..<j).filter { !factors[w * j + $0].isNaN }
    guard let first = known.first, let last = known.last else {
      for c in 0..<j where open[w][c] { factors[w * j + c] = 1 }
      return
    }
    let seconds = intervalSeconds
    for c in 0..<j where open[w][c] && factors[w * j + c].isNaN {
      isGuess[w][c] = true
      // The nearest edge; between two known columns both.
      let before = known.last { $0 < c }
      let after = known.first { $0 > c }
      let fromBefore = before.map {
        carried($0, to: c, w, factors, step: -1, limit: first, seconds)
      }
      let fromAfter = after.map { carried($0, to: c, w, factors, step: 1, limit: last, seconds) }
      factors[w * j + c] = max(fromBefore ?? 0, fromAfter ?? 0)
    }
  }

  private func carried(
    _ edge: Int, to c: Int, _ w: Int, _ factors: [Double], step: Int, limit: Int, _ seconds: Int
  ) -> Double {
    let j = columns
    let value = factors[w * j + edge]
    // The curve two hours inside, and how far off it is in hours.
    var inside = edge
    while inside != limit, inside + step >= 0, inside + step < j,
      abs(slots[inside + step] - slots[edge]) * seconds <= 7200,
      !factors[w * j + inside + step].isNaN
    { inside += step }
    let span = Double(abs(slots[inside] - slots[edge]) * seconds) / 3600
    let distance = Double(abs(slots[c] - slots[edge]) * seconds) / 3600
    // Roots: half the contacts in two hours is a fall of the logarithm by ln 2 / 4 an hour.
    var fall = log(2.0) / 4
    if span > 0, value > 0, factors[w * j + inside] > value {
      fall = max(fall, log(factors[w * j + inside] / value) / span)
    }
    return value * exp(-fall * distance)
  }
}
