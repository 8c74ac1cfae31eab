internal import CentreModel
internal import CivilTime

/// Agents at work against the requirement, on the finest grid on which segments begin and end.
struct Coverage {
  var working: [[Double]] = []
  var missing = 0.0
  var surplus = 0.0
  var intervalsShort = 0
  /// Seconds of a unit, and agents at work (any queue) per unit.
  var unit = 1

  init(_ segments: [RosterSegment], _ input: RosterCheckInput) {
    let requirement = input.requirement
    let previous = input.previous.filter { $0.end > requirement.start }
    let firstStart = input.zone.startOfDay(input.horizonStart)
    let end = input.zone.startOfDay(input.horizonStart + input.days)
    let all = segments + previous.filter { $0.start < firstStart }
    unit = requirement.intervalSeconds
    for segment in all {
      unit = divisor(unit, abs(segment.start - requirement.start))
      unit = divisor(unit, abs(segment.end - requirement.start))
    }
    unit = divisor(unit, abs(firstStart - requirement.start))
    unit = max(unit, 15)
    let perInterval = max(1, requirement.intervalSeconds / unit)
    let units = requirement.intervalCount * perInterval
    for (q, queue) in requirement.queues.enumerated() {
      var change = Array(repeating: 0, count: units + 1)
      for segment in all where segment.activity == .work {
        let isHere =
          segment.queue == queue || requirement.queues.count == 1 && segment.queue.isEmpty
        guard isHere else { continue }
        let from = min(units, max(0, (segment.start - requirement.start) / unit))
        let to = min(units, max(0, (segment.end - requirement.start) / unit))
        change[from] += 1
        change[to] -= 1
      }
      var now = 0
      var row = Array(repeating: 0.0, count: requirement.intervalCount)
      for i in 0..<requirement.intervalCount {
        let required = requirement.required[q][i]
        var short = 0
        var over = 0
        var sum = 0
        for k in 0..<perInterval {
          now += change[i * perInterval + k]
          sum += now
          short += max(0, required - now)
          over += max(0, now - required)
        }
        row[i] = Double(sum) / Double(perInterval)
        let start = requirement.start + i * requirement.intervalSeconds
        guard start >= firstStart, start < end else { continue }
        missing += Double(short) / Double(perInterval)
        surplus += Double(over) / Double(perInterval)
        if short > 0 { intervalsShort += 1 }
      }
      working.append(row)
    }
  }
}

func divisor(_ a: Int, _ b: Int) -> Int {
  var (x, y) = (a, b)
  while y != 0 { (x, y) = (y, x % y) }
  return max(1, x)
}
