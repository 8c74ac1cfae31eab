// Sheets of intervals: a block a queue, a row an interval of the day by the centre's clock, a column a date.
// Where a clock is put back its second hour has rows of its own; where it is put forward cells stay empty.

internal import CentreModel
internal import CivilTime
internal import Spreadsheets

extension DeliveredPlan {
  /// A place in a block: the time that the clock shows, and whether it shows it for the second time that day.
  private struct ClockTime: Hashable, Comparable {
    var seconds: Int
    var isSecond: Bool

    static func < (a: ClockTime, b: ClockTime) -> Bool {
      (a.seconds, a.isSecond ? 1 : 0) < (b.seconds, b.isSecond ? 1 : 0)
    }
  }

  /// Agents over and short by interval: red where people are missing, blue where more are there than asked for.
  func coverageSheet() -> Sheet {
    var values: [String: [Instant: Double]] = [:]
    for row in coverage where row.scheduled > 0 || row.rostered > 0 {
      values[row.queue, default: [:]][row.start] = row.surplus - row.missing
    }
    var sheet = blockSheet("Coverage")
    var reach = 1.0
    for queue in values.values { for value in queue.values { reach = max(reach, abs(value)) } }
    for block in blocks("agents over (+) and short (-)", values, decimals: 1, &sheet) {
      sheet.colour(
        rows: block, columns: 1..<(days + 1),
        by: .scale(low: 0xD64B3B, high: 0x4A7FC1, reach: min(reach, 5)))
    }
    return sheet
  }

  /// Agents to schedule by interval.
  func requirementSheet() -> Sheet {
    var values: [String: [Instant: Double]] = [:]
    var most: [String: Double] = [:]
    for row in requirement where !row.isClosed {
      values[row.queue, default: [:]][row.start] = Double(row.scheduled)
      most[row.queue] = max(most[row.queue] ?? 1, Double(row.scheduled))
    }
    var sheet = blockSheet("Requirement")
    let queues = order(values)
    for (queue, block) in zip(queues, blocks("agents to schedule", values, decimals: 0, &sheet)) {
      sheet.colour(
        rows: block, columns: 1..<(days + 1),
        by: .scale(low: 0xFFFFFF, high: 0xF2A43A, reach: most[queue] ?? 1))
    }
    return sheet
  }

  private func blockSheet(_ name: String) -> Sheet {
    var sheet = Sheet(
      name, widths: [18] + dates.map { _ in 14 }, frozenRows: 1, frozenColumns: 1)
    sheet.row([.text(zone.name, .head)] + dateHeads)
    return sheet
  }

  /// The queues of some values, in the centre's order.
  private func order(_ values: [String: [Instant: Double]]) -> [String] {
    let known = queues.map(\.id).filter { values[$0] != nil }
    return known + values.keys.filter { !known.contains($0) }.sorted()
  }

  /// Appends a block for each queue; the rows of each block.
  private func blocks(
    _ what: String, _ values: [String: [Instant: Double]], decimals: Int, _ sheet: inout Sheet
  ) -> [Range<Int>] {
    order(values).map { queue in
      var cells: [ClockTime: [Int: Double]] = [:]
      for (start, value) in values[queue] ?? [:] {
        let local = zone.local(at: start)
        let earlier = zone.local(at: start - 3600)
        let isSecond = earlier.date == local.date && earlier.secondsOfDay == local.secondsOfDay
        cells[ClockTime(seconds: local.secondsOfDay, isSecond: isSecond), default: [:]][
          local.date - from] = value
      }
      sheet.row([.text("\(queue): \(what)", .strong)])
      let first = sheet.rows.count
      for time in cells.keys.sorted() {
        let clock = LocalTime(date: from, secondsOfDay: time.seconds, offset: 0).clock
        sheet.row(
          [.text(time.isSecond ? "\(clock) again" : clock, .head)]
            + (0..<days).map { day in
              cells[time]?[day].map { .number($0, .decimals(decimals)) } ?? .empty
            })
      }
      sheet.row([])
      return first..<(sheet.rows.count - 1)
    }
  }
}
