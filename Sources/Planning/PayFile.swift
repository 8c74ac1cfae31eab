internal import CentreModel
internal import CivilTime
public import Diagnostics
public import SitePlanning
public import Tables

/// What everybody is paid, as the plan's folder has it: one row a stretch that is paid alike.
public enum PayFile {
  public static let header = [
    "agent_id", "site", "work_date", "start_utc", "end_utc", "timezone", "hours", "code",
    "multiplier", "hourly_rate", "amount", "currency", "rule_ids",
  ]

  public static func write(_ rows: [PayRow]) -> [UInt8] {
    var csv = CSVWriter(header)
    for row in rows {
      csv.row(
        row.agent, row.site, "\(row.workDate)", row.stretch.map { "\($0.lowerBound)" } ?? "",
        row.stretch.map { "\($0.upperBound)" } ?? "", row.timezone, millionths(row.hours),
        row.code, millionths(row.multiplier), row.hourlyRate.map(millionths) ?? "",
        row.amount.map(millionths) ?? "", row.currency, row.rules.joined(separator: ";"))
    }
    return csv.bytes
  }

  public static func read(_ table: CSVTable) throws(Problem) -> [PayRow] {
    var columns: [Int] = []
    for name in header { columns.append(try table.require(name)) }
    var rows: [PayRow] = []
    try table.forEachRow { (row) throws(Problem) in
      rows.append(try payRow(row, columns))
    }
    return rows
  }

  private static func payRow(
    _ row: borrowing CSVRow, _ columns: [Int]
  ) throws(Problem) -> PayRow {
    guard let date = CivilDate(row.text(columns[2])) else {
      throw row.problem(columns[2], "is not a date")
    }
    var stretch: Range<Instant>?
    if !row.isEmpty(columns[3]) {
      let start = try row.instant(columns[3], in: .utc)
      stretch = start..<max(start, try row.instant(columns[4], in: .utc))
    }
    let hours = try row.number(columns[6])
    let multiplier = try row.number(columns[8])
    return PayRow(
      agent: row.text(columns[0]), site: row.text(columns[1]), workDate: date, stretch: stretch,
      timezone: row.text(columns[5]), hours: hours, code: row.text(columns[7]),
      multiplier: multiplier, hourlyRate: try numberIfAny(row, columns[9]),
      amount: try numberIfAny(row, columns[10]), currency: row.text(columns[11]),
      rules: row.text(columns[12]).split(separator: ";").map(String.init))
  }

  private static func numberIfAny(
    _ row: borrowing CSVRow, _ column: Int
  ) throws(Problem) -> Double? {
    if row.isEmpty(column) { return nil }
    return try row.number(column)
  }

  /// Digits enough for sums to the cent, the last bits left out.
  private static func millionths(_ value: Double) -> String {
    shortest((value * 1e6).rounded() / 1e6)
  }
}

extension PublishedPlan {
  /// What everybody is paid by this plan, from its own file.
  ///
  /// A plan that was published before plans had this file is priced anew, by the wages and rules of
  /// today: `isOfToday` says so.
  public func pay(
    _ steps: () throws(Problems) -> CentreSteps
  ) throws(Problems) -> (rows: [PayRow], isOfToday: Bool) {
    do throws(Problem) {
      if let bytes = content(PlanFileName.pay) {
        let file = "\(path)/\(PlanFileName.pay)"
        return (try PayFile.read(try CSVTable(file: file, bytes: bytes)), false)
      }
    } catch { throw Problems([error]) }
    let steps = try steps()
    do throws(Problem) { return (try payOfToday(steps), true) } catch { throw Problems([error]) }
  }

  private func payOfToday(_ steps: CentreSteps) throws(Problem) -> [PayRow] {
    var rows: [PayRow] = []
    for part in try parts(steps) {
      guard case .named(let agents) = part.part.site.people else { continue }
      let roster = PartRoster(
        segments: part.segments, agents: agents, requiredHours: 0, missingHours: 0)
      rows += try steps.plugins.desk.pay(part.part, roster).rows(
        part.part, part.requirement, agents: agents, segments: part.segments)
    }
    return rows
  }
}
