// Which records of a part of a list may be dialled at a moment.
//
// Goal: rows of the programme that let nobody be dialled too often in a day or too soon after the last time.
// Method: dials are told apart by the attempts made on their records so far (k), and of these on the same
// day (j). The first dials of a day draw on all records tried k times that have rested since; a dial with
// j > 0 draws on the failures of the same day with k - 1 and j - 1. A record rests for the gap: up to a
// moment t no more may have been dialled than failed up to t - gap. Dials are even inside a slot, so that
// both sides are lines between the ends of slots and the ends of slots moved by the gap, and the rows at
// these moments hold at all others. Who has waited longest is dialled first.
// Gaps are rounded up to a quarter of an hour: rows that nearly coincide stall the simplex.
// A row is left out where a later one with the same failures, or an earlier one with the same dials, says
// more. With one attempt a day and no gap one row a day remains.

/// Dials in one slot on records of one part of a list that were tried equally often: a column.
struct ListDial {
  var segment: Int
  var day: Int
  var slot: Int
  /// Attempts made on these records so far.
  var made: Int
  /// Of these, attempts on the same day.
  var today: Int
  var rate: Double
  var value: Double
  /// Agent seconds of one dial.
  var seconds: Double
}

/// The records of one part of a list over the days.
struct ListInventory {
  private let position: Int
  private let segment: ListSegment
  /// Empty where only days are told apart.
  private let times: [[Range<Int>]]
  private let gap: Int
  let perDay: Int

  init(_ position: Int, _ segment: ListSegment, _ times: [[Range<Int>]]) {
    self.position = position
    self.segment = segment
    self.times = times
    gap = times.isEmpty ? 0 : (max(0, segment.gapSeconds) + 899) / 900 * 900
    perDay = times.isEmpty ? min(1, segment.attemptsPerDay) : max(0, segment.attemptsPerDay)
  }

  /// Whether by that day records can have been tried so often, and so often on that day.
  func mayBeTried(_ made: Int, _ today: Int, on day: Int) -> Bool {
    made >= today && made - today <= segment.inventory.count - 1 + day * perDay
  }

  /// Whether a slot begins late enough for a dial after so many on the same day.
  func isReached(_ today: Int, _ day: Int, _ slot: Int) -> Bool {
    guard today > 0 else { return true }
    guard let first = segment.contactRates[day].firstIndex(where: { $0 ?? 0 > 0 }), first <= slot
    else { return false }
    return times[day][slot].upperBound > times[day][first].lowerBound + today * gap
  }

  /// - Complexity: O(columns · slots · days · attempts · attempts a day).
  func rows(_ dials: [ListDial], days: Int, maximumAttempts: Int) -> [LinearProgram.Row] {
    var rows: [LinearProgram.Row] = []
    for made in 0..<maximumAttempts {
      let own = dials.indices.filter {
        dials[$0].segment == position && dials[$0].made == made
      }
      let failing = dials.indices.filter {
        dials[$0].segment == position && dials[$0].made == made - 1
      }
      let stock = made < segment.inventory.count ? segment.inventory[made] : 0
      for day in 0..<days {
        let before = own.filter { dials[$0].day < day }
        let today = own.filter { dials[$0].day == day }
        let rested = failing.filter { dials[$0].day < day }
        rows += balance(
          dials, stock: stock, settled: before, drawn: today.filter { dials[$0].today == 0 },
          from: rested, moments: gap > 0 ? moments(of: day, after: rested.map { dials[$0] }) : [nil]
        )
        for again in 1..<max(1, perDay) {
          let failed = failing.filter { dials[$0].day == day && dials[$0].today == again - 1 }
          rows += balance(
            dials, stock: 0, settled: [], drawn: today.filter { dials[$0].today == again },
            from: failed, moments: moments(of: day, after: failed.map { dials[$0] }))
        }
      }
    }
    return rows
  }

  /// The moments of a day between which the dials and the failures at rest grow evenly.
  private func moments(of day: Int, after failed: [ListDial]) -> [Int?] {
    guard let from = times[day].first?.lowerBound, let to = times[day].last?.upperBound else {
      return []
    }
    var all = Set(times[day].map(\.upperBound))
    for dial in failed {
      let slot = times[dial.day][dial.slot]
      for end in [slot.lowerBound + gap, slot.upperBound + gap] where from < end && end < to {
        all.insert(end)
      }
    }
    return all.sorted()
  }

  /// Up to each moment, no more are drawn than there were and than failed and rested; nil is the day's end.
  private func balance(
    _ dials: [ListDial], stock: Double, settled: [Int], drawn: [Int], from failed: [Int],
    moments: [Int?]
  ) -> [LinearProgram.Row] {
    guard !drawn.isEmpty else { return [] }
    var rows: [LinearProgram.Row] = []
    var (lastDrawn, lastFailed): ([Double], [Double]) = ([], [])
    for moment in moments {
      let (out, back) = (
        drawn.map { share(dials[$0], by: moment) },
        failed.map { share(dials[$0], by: moment.map { $0 - gap }) }
      )
      if out.allSatisfy({ $0 == 0 }) || out == lastDrawn { continue }
      if back == lastFailed, !rows.isEmpty { rows.removeLast() }
      (lastDrawn, lastFailed) = (out, back)
      rows.append(
        .init(
          coefficients: settled.map { ($0, 1) } + zip(drawn, out).map { ($0, $1) }
            + zip(failed, back).map { ($0, -(1 - dials[$0].rate) * $1) },
          bound: stock))
    }
    return rows
  }

  /// The share of a slot's dials that is made by a moment.
  private func share(_ dial: ListDial, by moment: Int?) -> Double {
    guard let moment else { return 1 }
    let slot = times[dial.day][dial.slot]
    return min(1, max(0, Double(moment - slot.lowerBound) / Double(max(1, slot.count))))
  }
}
