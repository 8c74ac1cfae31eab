public import CentreModel
internal import CivilTime
public import Diagnostics
internal import RosterChecking
public import Tables

/// What every agent had of nights, weekends and unpopular shifts so far: carried from roster to
/// roster, so that fairness reaches over weeks.
public struct FairnessLedger: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    public var nights = 0
    public var weekends = 0
    public var unpopular = 0
    /// The month of the last weekend counted, as `year * 12 + month`, and its weekends.
    public var month = 0
    public var weekendsInMonth = 0
    public init() {}
  }

  public var rows: [String: Row] = [:]

  public init() {}

  /// The ledger after a roster: what its agents carried, and what they have in it.
  public init(after segments: [RosterSegment], of problem: RosterProblem) {
    let counts = fairnessCounts(segments, problem.checkInput)
    let calendar = HorizonCalendar(
      zone: problem.zone, firstDate: problem.horizonStart, days: problem.days,
      rules: problem.rules)
    let before = Dictionary(
      grouping: problem.previous.filter { $0.start < calendar.origin }, by: \.agent)
    for agent in problem.agents {
      let own = counts[agent.id] ?? FairnessCounts()
      var row = Row()
      row.nights = agent.carriedNights + own.nights
      row.weekends = agent.carriedWeekends + own.weekends
      row.unpopular = agent.carriedUnpopular + own.unpopular
      if let month = calendar.monthOfWeekend.last {
        row.month = month
        row.weekendsInMonth = own.weekendsByMonth[month] ?? 0
        if month == calendar.monthOfWeekend.first {
          row.weekendsInMonth += calendar.weekendsInMonth(
            before: (before[agent.id] ?? []).map { problem.zone.date(at: $0.start) },
            carried: agent.carriedWeekendsInMonth)
        }
      }
      rows[agent.id] = row
    }
  }

  /// Reads what ``csv()`` writes.
  public init(_ table: CSVTable) throws(Problem) {
    let agent = try table.require("agent_id")
    let columns = [
      try table.require("nights"), try table.require("weekends"), try table.require("unpopular"),
    ]
    let month = try table.require("month")
    let inMonth = try table.require("weekends_in_month")
    var rows: [String: Row] = [:]
    try table.forEachRow { (line) throws(Problem) in
      var row = Row()
      row.nights = try line.integer(columns[0], in: 0...100_000)
      row.weekends = try line.integer(columns[1], in: 0...100_000)
      row.unpopular = try line.integer(columns[2], in: 0...100_000)
      row.weekendsInMonth = try line.integer(inMonth, in: 0...31)
      if !line.isEmpty(month) {
        let parts = line.text(month).split(separator: "-").map { Int($0) }
        guard parts.count == 2, let year = parts[0], let number = parts[1], year > 0,
          (1...12).contains(number)
        else { throw line.problem(month, "is no month", maybe: "write 2026-11") }
        row.month = year * 12 + number
      }
      rows[try line.name(agent)] = row
    }
    self.rows = rows
  }

  /// `agent_id,nights,weekends,unpopular,month,weekends_in_month`, by agent.
  public func csv() -> [UInt8] {
    var csv = CSVWriter([
      "agent_id", "nights", "weekends", "unpopular", "month", "weekends_in_month",
    ])
    for (id, row) in rows.sorted(by: { $0.key < $1.key }) {
      let (year, month) = ((row.month - 1) / 12, (row.month - 1) % 12 + 1)
      let text = row.month > 0 ? "\(year)-\(month < 10 ? "0" : "")\(month)" : ""
      csv.row(
        id, "\(row.nights)", "\(row.weekends)", "\(row.unpopular)", text, "\(row.weekendsInMonth)")
    }
    return csv.bytes
  }

  /// The problem with what the ledger holds in place of what the agents carried; agents it does not
  /// know keep theirs.
  public func carried(into problem: RosterProblem) -> RosterProblem {
    var result = problem
    let calendar = HorizonCalendar(
      zone: problem.zone, firstDate: problem.horizonStart, days: problem.days,
      rules: problem.rules)
    for index in result.agents.indices {
      guard let row = rows[result.agents[index].id] else { continue }
      result.agents[index].carriedNights = row.nights
      result.agents[index].carriedWeekends = row.weekends
      result.agents[index].carriedUnpopular = row.unpopular
      result.agents[index].carriedWeekendsInMonth =
        row.month == calendar.monthOfWeekend.first ? row.weekendsInMonth : 0
    }
    return result
  }
}
