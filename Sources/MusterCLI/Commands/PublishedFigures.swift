import Diagnostics
import Files
import Planning
import Publishing
import Tables

/// What a published plan comes to, read from its own files, for programs.
struct PublishedFigures {
  /// The plan's folder.
  let path: String
  let intervalSeconds: Int

  /// One object: whose plan it is, hours by queue, people, the verdicts on the goals of the weeks, and what
  /// must not be overlooked.
  func json(
    isNew: Bool, isInForce: Bool, attention: [Attention]
  ) throws(Problem) -> JSONValue {
    let file = "\(path)/\(PlanStore.manifestName)"
    let manifest = try Manifest.decoded(try readFile(file), file: file)
    return .object([
      .init("plan", .string(manifest.planID)), .init("path", .string(path)),
      .init("centre", .string(manifest.centre)), .init("as_of", .string(manifest.asOf)),
      .init("from", .string(manifest.from)), .init("to", .string(manifest.to)),
      .init("seed", .string("\(manifest.seed)")), .init("is_new", .bool(isNew)),
      .init("in_force", .bool(isInForce)), .init("queues", .array(try queues(manifest))),
      .init("people", try people(manifest)), .init("goals", .array(try goals())),
      .init("attention", .array(attention.map(Self.json))),
    ])
  }

  private static func json(_ attention: Attention) -> JSONValue {
    .object([
      .init("severity", .string(attention.severity == .failure ? "failure" : "warning")),
      .init("code", .string(attention.code)), .init("words", .string(attention.words)),
    ])
  }

  /// Agent-hours by queue, in the order of the file.
  private func queues(_ manifest: Manifest) throws(Problem) -> [JSONValue] {
    let table = try CSVTable(path: "\(path)/\(PlanFileName.coverage)")
    let queue = try table.require("queue")
    let names = ["scheduled", "rostered", "missing", "surplus"]
    let columns = try table.require("scheduled", "rostered", "missing", "surplus")
    var order: [String] = []
    var sums: [String: [Double]] = [:]
    try table.forEachRow { (row) throws(Problem) in
      let id = row.text(queue)
      if sums[id] == nil { order.append(id) }
      var sum = sums[id] ?? [0, 0, 0, 0]
      for (k, column) in columns.enumerated() { sum[k] += try row.number(column) }
      sums[id] = sum
    }
    let hours = Double(intervalSeconds) / 3600
    let promised = manifest.promisedQueues
    return order.map { id in
      .object(
        [
          .init("queue", .string(id)),
          .init("held_by", .string(CoverageFile.holder(of: id, promised: promised))),
        ]
          + zip(names, sums[id] ?? []).map { name, sum in
            .init("\(name)_hours", .literal(fixed(sum * hours, 2)))
          })
    }
  }

  /// Agents at work, their shifts and paid hours.
  private func people(_ manifest: Manifest) throws(Problem) -> JSONValue {
    let totals = try PlanTotals(path: path, manifest)
    return .object([
      .init("agents", .integer(totals.agents)), .init("shifts", .integer(totals.shifts)),
      .init("paid_hours", .literal(fixed(totals.paidHours, 2))),
    ])
  }

  private func goals() throws(Problem) -> [JSONValue] {
    let table = try CSVTable(path: "\(path)/\(PlanFileName.goals)")
    let columns = try table.require("queue", "from", "days", "verdict", "words")
    var all: [JSONValue] = []
    try table.forEachRow { (row) throws(Problem) in
      all.append(
        .object([
          .init("queue", .string(row.text(columns[0]))),
          .init("from", .string(row.text(columns[1]))),
          .init("days", .integer(try row.integer(columns[2]))),
          .init("verdict", .string(row.text(columns[3]))),
          .init("words", .string(row.text(columns[4]))),
        ]))
    }
    return all
  }
}
