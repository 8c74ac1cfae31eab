// What intervals without a row mean, where nobody said.
//
// Most reports leave out intervals without contacts. The counts tell: where no row counts 0, and rates are
// so low that chance leaves intervals empty, the number of absent rows is that of a Poisson count, and
// greatest where rates are least. For every weekday and slot the rate λ follows from the mean of the rows
// there are, which is λ/(1 − e^−λ); the intervals of live days that should be empty are then Σ n e^−λ. Absent
// rows are taken as zero when their number is between 0.6 and 1.6 times that, and at least thirty.
//
// Zeros are filled in within the open hours: those given, or the slots in which the weekday, or a pooled
// week where the weekday is expected to have fewer than five contacts in all, has any row of the last
// twelve weeks, gaps of two hours between them included. A stretch in which twelve contacts were expected
// is a gap all the same, and a day is not filled where seven were.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Glibc

struct AbsentIntervals {
  /// The history with what absent intervals mean written out.
  private(set) var history: QueueHistory
  /// What was assumed, in a sentence.
  private(set) var remark: String?
  /// How many intervals were filled in.
  private(set) var filled = 0

  private static let fewest = 30.0
  private static let gapSeconds = 7200
  private static let leastOfAStretch = 12.0
  private static let leastOfADay = 7.0

  init(_ history: QueueHistory, zone: Zone, hours: OpeningHours?) {
    self.history = history
    guard history.absent != .missing, history.intervalSeconds > 0,
      86_400 % history.intervalSeconds == 0, let last = history.rows.last
    else { return }
    if history.absent == nil, !Self.mayLackZeros(history) { return }
    let end = last.start + history.intervalSeconds
    guard let grid = DemandGrid(history, zone: zone, asOf: end, trainFrom: nil) else { return }
    let rates = Rates(
      grid, hours: hours.map { OpenSlots($0, intervalSeconds: grid.intervalSeconds) })
    if history.absent == nil {
      guard rates.absent >= Self.fewest, rates.absent >= 0.6 * rates.expectedEmpty,
        rates.absent <= 1.6 * rates.expectedEmpty
      else { return }
    }
    let isClosed = history.absent == .closed
    fill(grid, rates, zone: zone, closed: isClosed)
    self.history.absent = .missing
    guard filled > 0 else { return }
    if history.absent == nil {
      remark =
        "No row counts 0, and \(Int(rates.absent)) intervals have no row where chance would leave"
        + " \(Int(nearest: rates.expectedEmpty)) empty: absent rows are taken as zero"
        + " (--absent missing says otherwise)."
    } else {
      remark =
        "\(filled) intervals without a row are taken as \(isClosed ? "closed" : "zero"), as told."
    }
  }

  /// A quick look: no zero, but counts small enough to miss some.
  private static func mayLackZeros(_ history: QueueHistory) -> Bool {
    var small = 0
    for row in history.rows {
      guard let count = row.offered ?? row.handled else { continue }
      if count == 0 { return false }
      if count <= 3 { small += 1 }
    }
    return Double(small) >= fewest
  }

  private mutating func fill(_ grid: DemandGrid, _ rates: Rates, zone: Zone, closed: Bool) {
    let slots = grid.slots
    guard let first = history.rows.first?.start, let last = history.rows.last?.start else { return }
    let hasOffered = history.rows.contains { $0.offered != nil }
    var added: [HistoryRow] = []
    for day in 0..<grid.days {
      let date = grid.date(day)
      let w = date.weekday.rawValue
      let open = (0..<slots).filter { rates.open.week[w][$0] }
      func isAbsent(_ slot: Int) -> Bool {
        grid.counts[day * slots + slot].isNaN && !grid.closed[day * slots + slot]
      }
      guard open.contains(where: isAbsent) else { continue }
      if !closed, !open.contains(where: { !isAbsent($0) }),
        open.reduce(0, { $0 + rates.rate(w, $1) }) >= Self.leastOfADay
      {
        continue
      }
      var k = 0
      while k < open.count {
        guard isAbsent(open[k]) else {
          k += 1
          continue
        }
        var end = k
        while end < open.count, isAbsent(open[end]) { end += 1 }
        let run = open[k..<end]
        k = end
        if !closed, run.reduce(0, { $0 + rates.rate(w, $1) }) >= Self.leastOfAStretch { continue }
        for slot in run {
          for start in zone.instants(date, secondsOfDay: slot * grid.intervalSeconds)
          where start > first && start < last {
            added.append(
              closed
                ? HistoryRow(start: start, offered: nil, closed: true)
                : HistoryRow(
                  start: start, offered: hasOffered ? 0 : nil, handled: hasOffered ? nil : 0))
          }
        }
      }
    }
    // A row may stand there without counts: it is known to be missing.
    let there = Set(history.rows.map(\.start))
    added.removeAll { there.contains($0.start) }
    filled = added.count
    guard filled > 0 else { return }
    history.rows += added
    history.rows.sort { $0.start < $1.start }
  }

  /// Contacts by weekday and slot, absent rows counted as zero, and what chance leaves empty.
  private struct Rates {
    private(set) var absent = 0.0
    private(set) var expectedEmpty = 0.0
    private(set) var open: OpenSlots
    private let slots: Int
    private var rates: [Double]

    init(_ grid: DemandGrid, hours: OpenSlots?) {
      let slots = grid.slots
      self.slots = slots
      var live = Array(repeating: 0.0, count: 7)
      var recent = live
      var rows = Array(repeating: 0.0, count: 7 * slots)
      var recentRows = rows
      var sums = rows
      for day in 0..<grid.days {
        let w = grid.date(day).weekday.rawValue
        let cells = day * slots..<(day + 1) * slots
        guard cells.contains(where: { !grid.counts[$0].isNaN }) else { continue }
        let isRecent = grid.days - day <= 84
        live[w] += 1
        if isRecent { recent[w] += 1 }
        for slot in 0..<slots {
          let count = grid.counts[day * slots + slot]
          guard !count.isNaN else { continue }
          rows[w * slots + slot] += 1
          sums[w * slots + slot] += count
          if isRecent { recentRows[w * slots + slot] += 1 }
        }
      }
      rates = (0..<7 * slots).map { live[$0 / slots] > 0 ? sums[$0] / live[$0 / slots] : 0 }
      for k in rows.indices where rows[k] > 0 && live[k / slots] >= 4 {
        if let hours, !hours.week[k / slots][k % slots] { continue }
        let n = live[k / slots]
        absent += n - rows[k]
        expectedEmpty += n * exp(-Self.rate(ofMean: sums[k] / rows[k]))
      }
      open = hours ?? Self.learnt(grid, recent, recentRows, rates)
    }

    func rate(_ weekday: Int, _ slot: Int) -> Double { rates[weekday * slots + slot] }

    /// λ where λ/(1 − e^−λ) is the mean of the counts above zero; bisection.
    private static func rate(ofMean mean: Double) -> Double {
      guard mean > 1 else { return 0 }
      var (low, high) = (0.0, mean)
      for _ in 0..<50 {
        let middle = (low + high) / 2
        if middle / (1 - exp(-middle)) > mean { high = middle } else { low = middle }
      }
      return (low + high) / 2
    }

    private static func learnt(
      _ grid: DemandGrid, _ live: [Double], _ rows: [Double], _ rates: [Double]
    ) -> OpenSlots {
      let slots = grid.slots
      var open = OpenSlots(learntFrom: grid)
      let pooled = (0..<slots).map { slot in (0..<7).reduce(0.0) { $0 + rates[$1 * slots + slot] } }
      let total = pooled.reduce(0, +)
      for w in 0..<7 where live[w] > 0 {
        let share = total > 0 ? rates[w * slots..<(w + 1) * slots].reduce(0, +) / total : 0
        var isOpen = (0..<slots).map { slot in
          rows[w * slots + slot] > 0
            || (pooled[slot] > 0 && live[w] * pooled[slot] * share < 5
              && (0..<7).contains { rows[$0 * slots + slot] > 0 })
        }
        let gap = AbsentIntervals.gapSeconds / grid.intervalSeconds
        var last: Int?
        for slot in 0..<slots where isOpen[slot] {
          if let last, slot - last <= gap + 1 { for k in last..<slots { isOpen[k] = true } }
          last = slot
        }
        open.week[w] = isOpen
      }
      return open
    }
  }
}
