// Goal: name a clock that was read wrongly. A telephone system whose clock is in UTC, or in standard time
// all year, read by the clocks of a zone that has changes, moves the whole day by an hour at each change.
//
// Method: for each clock change inside the history, the mean contacts by half-hour of the weekday over the
// three weeks before are compared with those of the three weeks after, as they stand and moved by an hour
// either way. A move counts where it halves the difference, on at least two thirds of the changes.

internal import CivilTime

/// What to say about the clock of a history, or nil when nothing moves.
func clockFinding(_ lines: HistoryRows, _ session: ImportSession) -> String? {
  let zone = session.zone
  guard session.intervalSeconds <= 3600, 3600 % session.intervalSeconds == 0,
    let first = lines.first?.start, let last = lines.last?.start
  else { return nil }
  var changes: [(at: Instant, moved: Int)] = []
  var cursor = first
  while let change = zone.nextChange(after: cursor), change < last, changes.count < 40 {
    changes.append((change, zone.offsetSeconds(at: change) - zone.offsetSeconds(at: change - 1)))
    cursor = change
  }
  var moves: [(at: Instant, hours: Int)] = []
  var judged = 0
  for change in changes where abs(change.moved) == 3600 {
    guard let before = profile(lines, zone, change.at - 21 * 86_400, change.at),
      let after = profile(lines, zone, change.at, change.at + 21 * 86_400)
    else { continue }
    judged += 1
    let step = 2
    func difference(_ shift: Int) -> Double {
      var sum = 0.0
      for slot in before.indices {
        let other = (slot + shift + before.count) % before.count
        sum += abs(before[slot] - after[other])
      }
      return sum
    }
    let plain = difference(0)
    // Read by clocks that were put forward, a clock that stands still runs early: what was at ten is at
    // nine now.
    let expected = change.moved > 0 ? -step : step
    let best = [expected, -expected].min { difference($0) < difference($1) } ?? expected
    if difference(best) < 0.5 * plain { moves.append((change.at, best / step)) }
  }
  guard judged > 0, moves.count * 3 >= judged * 2, let move = moves.first else { return nil }
  let source = session.options.sourceZone ?? zone
  let isStill = moves.allSatisfy { move in
    (changes.first { $0.at == move.at }?.moved ?? 0) > 0 ? move.hours < 0 : move.hours > 0
  }
  let date = zone.date(at: move.at)
  guard isStill else {
    return
      "The whole day moves by an hour at the clock change of \(date): the clock of the telephone "
      + "system is not that of \(source)."
  }
  let standard = standardOffset(source, near: move.at)
  return
    "The whole day moves by an hour at the clock change of \(date): the telephone system's clock "
    + "seems not to be changed. Maybe --source-tz \(stillZone(standard)) with --timezone \(zone)."
}

/// Mean contacts by half-hour of the day, Monday to Friday; nil when there is too little.
private func profile(
  _ lines: HistoryRows, _ zone: Zone, _ from: Instant, _ to: Instant
) -> [Double]? {
  var sums = Array(repeating: 0.0, count: 48)
  var dates: Set<CivilDate> = []
  var shown: (start: Instant, slot: Int?)?
  for k in lines.firstRow(from: from)..<lines.firstRow(from: to) {
    let start = lines.start(k)
    if shown?.start != start {
      let local = zone.local(at: start)
      let isWeekday = local.date.weekday < .saturday
      if isWeekday { dates.insert(local.date) }
      shown = (start, isWeekday ? local.secondsOfDay / 1800 : nil)
    }
    if let slot = shown?.slot { sums[slot] += lines.value(.offered, k) ?? 0 }
  }
  let total = sums.reduce(0, +)
  guard dates.count >= 8, total >= 200 else { return nil }
  return sums.map { $0 / total }
}

private func standardOffset(_ zone: Zone, near instant: Instant) -> Int {
  (0..<12).map { zone.offsetSeconds(at: instant + $0 * 30 * 86_400) }.min() ?? 0
}

/// A zone of this offset whose clocks are not changed.
private func stillZone(_ offset: Int) -> String {
  switch offset / 3600 {
  case 0: "UTC"
  case -5: "America/Panama"
  case -6: "America/Costa_Rica"
  case -7: "America/Phoenix"
  case -8: "Pacific/Pitcairn"
  case -4: "America/Puerto_Rico"
  case -3: "America/Sao_Paulo"
  case 1: "Africa/Algiers"
  case 2: "Africa/Johannesburg"
  case 3: "Africa/Nairobi"
  case 10: "Australia/Brisbane"
  default: "UTC"
  }
}
