internal import CentreModel
internal import CivilTime

/// Agents at work against the requirement inside the horizon.
struct Coverage {
  var working: [[Double]] = []
  var missing = 0.0
  var surplus = 0.0
  var intervalsShort = 0
  /// The segments of the roster, and what the roster before works in these intervals.
  let everything: [RosterSegment]
  /// Seconds of a slot.
  let unit: Int

  init(_ segments: [RosterSegment], _ input: RosterCheckInput) {
    let requirement = input.requirement
    let firstStart = input.zone.startOfDay(input.horizonStart)
    let end = input.zone.startOfDay(input.horizonStart + input.days)
    let own = Set(segments)
    everything =
      segments + input.previous.filter { $0.end > requirement.start && !own.contains($0) }
    let presence = RosterPresence(everything, over: requirement)
    unit = presence.slotSeconds
    for q in requirement.queues.indices {
      var row: [Double] = []
      row.reserveCapacity(requirement.intervalCount)
      for i in 0..<requirement.intervalCount {
        let cover = presence.cover(queue: q, interval: i)
        row.append(cover.working)
        let start = requirement.start + i * requirement.intervalSeconds
        guard start >= firstStart, start < end else { continue }
        missing += cover.missing
        surplus += cover.surplus
        if cover.missing > 0 { intervalsShort += 1 }
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
