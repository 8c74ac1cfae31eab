internal import CentreModel
internal import CivilTime
internal import Planning
internal import Spreadsheets

extension DeliveredPlan {
  private static let early = CellStyle(fill: 0xE3EEFB, ink: 0x1F3A5F)
  private static let leaveStyle = CellStyle(fill: 0xFFE8B8, ink: 0x5B3A00)

  /// One row a person, one column a date: the shift, below it the pauses; days of leave by name.
  func rosterSheet() -> Sheet {
    var sheet = Sheet(
      "Roster", widths: [10, 22, 10, 10] + dates.map { _ in 15 } + [9], frozenRows: 1,
      frozenColumns: 2)
    sheet.row(
      ["agent", "name", "site", "contract"].map { .text($0, .head) } + dateHeads
        + [.text("paid h", .head)])
    let byDay = shiftsByDay
    for person in people {
      let own = byDay[person.id] ?? [:]
      let leave = Set(person.leave)
      let days = dates.map { date -> String in
        let shifts = own[date.dayNumber] ?? []
        if shifts.isEmpty { return leave.contains(date) ? "leave" : "" }
        return shifts.map { words($0) }.joined(separator: "\n")
      }
      let paid = own.values.joined().reduce(0) { $0 + $1.paidHours }
      sheet.row(
        [.text(person.id, .strong), .text(person.name), .text(person.site), .text(person.contract)]
          + days.map { $0.isEmpty ? .empty : .text($0, CellStyle(isWrapped: true)) }
          + [.number(paid, .decimals(2, isBold: true))],
        lines: days.map { $0.split(separator: "\n").count }.max() ?? 1)
    }
    let block = (rows: 1..<(people.count + 1), columns: 4..<(4 + days))
    sheet.colour(
      rows: block.rows, columns: block.columns,
      by: .text(beginsWith: "leave", Self.leaveStyle))
    sheet.colour(
      rows: block.rows, columns: block.columns, by: .blank(CellStyle(fill: 0xF3F3F3)))
    // Early, late and night shifts are told apart by the hour they begin with.
    for hour in 0..<24 {
      let text = hour < 10 ? "0\(hour)" : "\(hour)"
      sheet.colour(
        rows: block.rows, columns: block.columns,
        by: .text(beginsWith: text, Self.shiftStyle(hour)))
    }
    return sheet
  }

  private static func shiftStyle(_ hour: Int) -> CellStyle {
    switch hour {
    case 5..<11: early
    case 11..<19: CellStyle(fill: 0xDFF3E4, ink: 0x144D2A)
    default: CellStyle(fill: 0xECE2F7, ink: 0x3D1F5C)
    }
  }

  /// `07:00-15:30` and below it `break 09:00, meal 11:30-12:00`.
  private func words(_ shift: DeliveredShift) -> String {
    let zone = clock(shift.timezone)
    func span(_ start: Instant, _ end: Instant) -> String {
      "\(zone.local(at: start).clock)-\(zone.local(at: end).clock)"
    }
    let pauses = shift.pauses.map {
      "\($0.segment.activity.rawValue) \(span($0.segment.start, $0.segment.end))"
    }
    return ([span(shift.start, shift.end)] + pauses).joined(separator: "\n")
  }

  /// Paid hours by person and date of the shift, leave in its own column, with their sums.
  func hoursSheet() -> Sheet {
    var sheet = Sheet(
      "Hours", widths: [10, 22] + dates.map { _ in 12 } + [9, 9], frozenRows: 1, frozenColumns: 2)
    sheet.row(
      [.text("agent", .head), .text("name", .head)] + dateHeads
        + [.text("paid h", .head), .text("leave d", .head)])
    let byDay = shiftsByDay
    var sums = [Double](repeating: 0, count: days)
    for person in people {
      let hours = dates.map { date in
        (byDay[person.id]?[date.dayNumber] ?? []).reduce(0) { $0 + $1.paidHours }
      }
      for k in hours.indices { sums[k] += hours[k] }
      sheet.row(
        [.text(person.id, .strong), .text(person.name)]
          + hours.map { $0 == 0 ? .empty : .number($0, .decimals(2)) }
          + [
            .number(hours.reduce(0, +), .decimals(2, isBold: true)),
            .number(Double(person.leave.count), .decimals(0)),
          ])
    }
    sheet.row(
      [.text("all", .head), .text("", .head)]
        + sums.map { .number($0, .decimals(2, isBold: true)) }
        + [.number(sums.reduce(0, +), .decimals(2, isBold: true))])
    return sheet
  }
}
