// What differs where an interval has few contacts: chance is most of what is seen.
//
// The logarithm of a day's level L, a mean over n open columns, lies below the logarithm of what L is a
// sample of, by v / 2n²L² to the second order, v the sum of the columns' variances; with few contacts L
// hardly moves with the rate, so that a hundredth of L is some hundredths of the contacts. The logarithms are
// raised by it. As E[S²] = E[y] + 3/8, a column's variance is its mean count + 3/8 less its mean root squared.
//
// Shapes are smoothed on the root scale, and a mean of roots has less contacts than the mean of their counts.
// They are scaled until the contacts of the last twelve weeks' levels add up to what came, the levels taken as
// means of four weeks, in which chance is small and the queue hardly changes.

internal import Glibc

extension DaySeries {
  /// Contacts an interval below which they are few.
  static let fewContacts = 5.0

  /// Whether an open interval has few contacts, over the last twelve weeks.
  func hasFewContacts() -> Bool {
    let first = max(0, origin - RollingValidation.weeks * weekLength)
    var (sum, count) = (0.0, 0.0)
    for value in counts[(first * columns)...] where !value.isNaN {
      sum += value
      count += 1
    }
    return sum < Self.fewContacts * count
  }

  /// Raises log levels by what a mean of few counts takes from their logarithm.
  mutating func liftLogarithms() {
    let j = columns
    for w in 0..<weekLength {
      let days = (0..<origin).filter { weekdays[$0] == w && !isMissing[$0] }
      let isOpen = open[w]
      var variance = 0.0
      for c in 0..<j where isOpen[c] {
        var (counted, roots, n) = (0.0, 0.0, 0.0)
        for d in days where !counts[d * j + c].isNaN {
          counted += counts[d * j + c]
          roots += root[d * j + c]
          n += 1
        }
        guard n > 0 else { continue }
        variance += max(0, counted / n + 0.375 - (roots / n) * (roots / n))
      }
      let n = Double(isOpen.count { $0 })
      for d in days { logLevel[d] += variance / (2 * n * n * level[d] * level[d]) }
    }
  }
}

extension OriginFit {
  /// The shapes on a scale on which the contacts of regular days before the origin add up to what came.
  func keepingContacts(_ shapes: [Double], _ series: DaySeries) -> [Double] {
    let (j, week) = (series.columns, series.weekLength)
    let since = max(0, design.shifts.last?.day ?? 0, design.origin - RollingValidation.weeks * week)
    // Levels and days by four weeks and weekday.
    var blocks: [Int: (level: Double, days: Double)] = [:]
    var came = 0.0
    for d in since..<max(since, design.origin) where design.isRegular[d] {
      let w = series.weekdays[d]
      let counted = (0..<j).filter { series.open[w][$0] }.map { series.counts[d * j + $0] }
      guard !counted.contains(where: \.isNaN) else { continue }
      let block = (design.origin - 1 - d) / (4 * week) * week + w
      let old = blocks[block] ?? (0, 0)
      blocks[block] = (old.level + series.level[d], old.days + 1)
      came += counted.reduce(0, +)
    }
    guard came > 0, blocks.values.reduce(0, { $0 + $1.days }) >= Double(4 * week) else {
      return shapes
    }
    let sorted = blocks.sorted { $0.key < $1.key }
    func total(at scale: Double) -> Double {
      sorted.reduce(0) { sum, block in
        let (w, level) = (block.key % week, scale * block.value.level / block.value.days)
        let day = (0..<j).filter { series.open[w][$0] }.reduce(0) {
          $0 + contacts(fromRoot: level * shapes[w * j + $1])
        }
        return sum + block.value.days * day
      }
    }
    // Secants; the total rises with the scale and is nearly straight.
    var (last, scale) = (0.98, 1.0)
    var before = total(at: last)
    for _ in 0..<4 {
      let now = total(at: scale)
      guard now != before, abs(now - came) > 1e-6 * came else { break }
      let next = scale + (came - now) * (scale - last) / (now - before)
      (last, before, scale) = (scale, now, min(1.1, max(0.9, next)))
    }
    return shapes.map { $0 * scale }
  }
}
