// Days with some slots missing.
//
// A slot that recorded 0 where six same weekdays before lead to expect at least 12 contacts, or two
// neighbours in a row that expect 6 each, cannot be a quiet slot (the probability under Poisson is
// below 1e-5): the recorder had stopped. It is treated as missing, not as zero. A day with at least
// half of its slots in hours recorded is completed from its recorded part: the template of the same
// weekday on the weeks before, scaled to what was recorded. Completed values serve to estimate levels
// and shapes; they are never scored and never shown.

extension DaySeries {
  mutating func completePartialDays() {
    for d in 0..<origin {
      dropImpossibleZeros(d)
      guard isMissing[d] else { continue }
      complete(d)
    }
  }

  /// Same weekdays before `d` that are whole, nearest first; after it when there are none before.
  private func neighbours(_ d: Int, _ wanted: Int) -> [Int] {
    var found: [Int] = []
    var k = 1
    while k <= 8, found.count < wanted {
      let before = d - k * weekLength
      if before >= 0, !isMissing[before] { found.append(before) }
      k += 1
    }
    return found
  }

  private mutating func dropImpossibleZeros(_ d: Int) {
    let j = columns
    let isOpen = open[weekdays[d]]
    let zeros = (0..<j).filter { isOpen[$0] && counts[d * j + $0] == 0 }
    guard !zeros.isEmpty else { return }
    let days = neighbours(d, 6)
    guard days.count >= 3 else { return }
    var expected = [Double](repeating: 0, count: j)
    var values: [Double] = []
    for c in zeros {
      values.removeAll(keepingCapacity: true)
      for day in days where !counts[day * j + c].isNaN { values.append(counts[day * j + c]) }
      values.sort()
      // Where it was zero at times before, zero is a real value.
      guard values.count >= 3, values[0] > 0 else { continue }
      expected[c] = values[values.count / 2]
    }
    let bad = zeros.filter { c in
      let before = c > 0 && counts[d * j + c - 1] == 0 && expected[c - 1] >= 6
      let after = c + 1 < j && counts[d * j + c + 1] == 0 && expected[c + 1] >= 6
      return expected[c] >= 12 || (expected[c] >= 6 && (before || after))
    }
    // A whole day of zeros is a closure or a holiday, which the calendar explains better.
    guard !bad.isEmpty else { return }
    for c in bad {
      counts[d * j + c] = .nan
      root[d * j + c] = 0
    }
    isMissing[d] = true
  }

  private mutating func complete(_ d: Int) {
    let j = columns
    let isOpen = open[weekdays[d]]
    let wanted = (0..<j).filter { isOpen[$0] && !isOutOfHours[d * j + $0] }
    let lost = wanted.filter { counts[d * j + $0].isNaN }
    guard !lost.isEmpty, 2 * lost.count <= wanted.count else { return }
    let days = neighbours(d, 6)
    guard days.count >= 2 else { return }
    var template = [Double](repeating: 0, count: j)
    for c in wanted {
      let having = days.filter { !isOutOfHours[$0 * j + c] }
      for day in having { template[c] += root[day * j + c] / Double(having.count) }
    }
    var (seen, expected) = (0.0, 0.0)
    for c in wanted where !counts[d * j + c].isNaN {
      seen += root[d * j + c]
      expected += template[c]
    }
    guard expected > 0 else { return }
    for c in lost { root[d * j + c] = template[c] * seen / expected }
    isMissing[d] = false
  }
}
