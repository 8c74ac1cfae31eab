// Goals: 1. keep missing, closed and zero apart; 2. find any interval by date and local time of day;
// 3. use nothing at or after the as-of instant.
//
// A cell is one date and one slot of the local clock. On the day the clocks are put back a slot has
// two intervals and keeps their mean; on the day they are put forward some slots have none.

internal import CentreModel
internal import CivilTime

/// One queue's counts by date and slot of the local day, up to the as-of instant.
struct DemandGrid: Sendable {
  let intervalSeconds: Int
  /// Date of the first row.
  let first: CivilDate
  /// Number of dates with history (the last may be cut by the as-of instant).
  let days: Int
  /// Slots of a day of 24 hours.
  let slots: Int
  /// Contacts by `day * slots + slot`; NaN where not recorded.
  var counts: [Double]
  /// Contacts handled and their handling seconds, alike; 0 where not recorded.
  var handled: [Double]
  var handleSeconds: [Double]
  /// Whether a row said that the queue was closed.
  var closed: [Bool]
  /// Whether counts are of answered contacts only.
  var countsAnswered = false
  /// How many intervals were raised from answered to offered contacts.
  var corrected = 0

  /// Nil when no row is before the as-of instant.
  init?(_ history: QueueHistory, zone: Zone, asOf: Instant, trainFrom: CivilDate?) {
    let length = history.intervalSeconds
    let from = trainFrom.map { zone.startOfDay($0) }
    let low = from.map { start in history.rows.partitionPoint { $0.start >= start } } ?? 0
    let high = history.rows.partitionPoint { $0.start + length > asOf }
    guard low < high else { return nil }
    let rows = history.rows[low..<high]
    let firstDate = zone.date(at: history.rows[low].start)
    let lastDate = zone.date(at: history.rows[high - 1].start)
    intervalSeconds = length
    first = firstDate
    slots = 86_400 / length
    days = lastDate - firstDate + 1
    let cells = days * slots
    counts = Array(repeating: .nan, count: cells)
    handled = Array(repeating: 0, count: cells)
    handleSeconds = Array(repeating: 0, count: cells)
    closed = Array(repeating: false, count: cells)
    let rates = AnsweredShare(rows: rows, zone: zone, slots: slots, intervalSeconds: length)
    countsAnswered = !rates.hasOffered
    var hoursKnown: (until: Instant, offset: Int)?
    for row in rows {
      if hoursKnown.map({ row.start >= $0.until }) ?? true {
        let until = zone.nextChange(after: row.start) ?? Instant(seconds: .max)
        hoursKnown = (until, zone.offsetSeconds(at: row.start))
      }
      let local = Int(row.start.seconds) + (hoursKnown?.offset ?? 0)
      let day = local.flooredQuotient(86_400) - firstDate.dayNumber
      let slot = (local - local.flooredQuotient(86_400) * 86_400) / length
      guard day >= 0, day < days else { continue }
      let cell = day * slots + slot
      if row.closed {
        closed[cell] = true
        continue
      }
      var value = row.offered
      if value == nil, let answered = row.handled {
        if let abandoned = row.abandoned {
          value = answered + abandoned
        } else if let share = rates.share(slot) {
          value = answered / share
          corrected += 1
        } else {
          value = answered
        }
      }
      if let value { counts[cell] = counts[cell].isNaN ? value : (counts[cell] + value) / 2 }
      if let seconds = row.handleSeconds {
        handleSeconds[cell] += seconds
        handled[cell] += row.handled ?? row.offered ?? 0
      }
    }
  }

  func date(_ day: Int) -> CivilDate { first + day }

  /// A history with the counts that stand here: corrected ones, without what was taken off.
  func seen(in history: QueueHistory, zone: Zone) -> QueueHistory {
    var seen = history
    for k in seen.rows.indices where !seen.rows[k].closed {
      let local = zone.local(at: seen.rows[k].start)
      let day = local.date - first
      guard day >= 0, day < days else { continue }
      let count = counts[day * slots + local.secondsOfDay / intervalSeconds]
      seen.rows[k].offered = count.isNaN ? nil : count
    }
    return seen
  }
}

/// Which share of the contacts offered was answered, by slot, from rows that count both.
///
/// History that counts only answered contacts understates demand by just that share.
struct AnsweredShare {
  /// Whether any row counts contacts offered, or answered and abandoned.
  var hasOffered = false
  private var shares: [Double?]

  init(
    rows: ArraySlice<HistoryRow>, zone: Zone, slots: Int, intervalSeconds: Int
  ) {
    shares = Array(repeating: nil, count: slots)
    var needed = false
    for row in rows {
      if row.offered != nil || (row.handled != nil && row.abandoned != nil) { hasOffered = true }
      if row.offered == nil, row.handled != nil, row.abandoned == nil { needed = true }
    }
    guard needed, hasOffered else { return }
    var offered = Array(repeating: 0.0, count: slots)
    var answered = offered
    for row in rows {
      guard let handled = row.handled, let all = row.offered ?? row.abandoned.map({ $0 + handled })
      else { continue }
      let slot = zone.local(at: row.start).secondsOfDay / intervalSeconds
      offered[slot] += all
      answered[slot] += handled
    }
    let total = offered.reduce(0, +)
    guard total > 0 else { return }
    let overall = answered.reduce(0, +) / total
    // Shrunk towards the share of the whole day with the weight of 50 contacts.
    for k in 0..<slots {
      shares[k] = max(0.05, (answered[k] + 50 * overall) / (offered[k] + 50))
    }
  }

  func share(_ slot: Int) -> Double? { shares[slot] }
}

extension Int {
  /// The quotient rounded towards minus infinity.
  func flooredQuotient(_ divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}

extension Array {
  /// The number of leading elements for which `isBeyond` is false, on an array so partitioned.
  func partitionPoint(_ isBeyond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
