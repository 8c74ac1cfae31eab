internal import CentreModel
internal import RosterChecking
internal import Tables

/// The mix for people: contracts, when their shifts start, and what rules cost.
public func sizingTable(_ sizing: Sizing, colour: Bool) -> String {
  let paint = Paint(isOn: colour)
  var shares = TextTable([
    .left("contract"), .right("agents"), .right("shifts"), .right("paid h each"),
    .right("paid h"), .right("one more closes"),
  ])
  for share in sizing.shares {
    shares.row(
      share.contract, "\(share.agents)", "\(share.shifts)", fixed(share.hoursEach, 1),
      fixed(Double(share.agents) * share.hoursEach, 1), shortest(share.worthOfOneMore))
  }
  shares.rule()
  shares.row(
    "all", "\(sizing.agents)", "\(sizing.roster.findings.shifts)", "", fixed(sizing.paidHours, 1),
    "")
  var out = shares.text(paint: paint) + "\n"
  var starts = TextTable([.left("shift"), .left("starts (shifts in the horizon)")])
  for kind in Set(sizing.starts.map(\.kind)).sorted() {
    let list = sizing.starts.filter { $0.kind == kind }
      .map { "\(clockText($0.minute)) ×\($0.count)" }.joined(separator: "  ")
    starts.row(kind, list)
  }
  out += starts.text(paint: paint)
  if !sizing.rulePrices.isEmpty {
    var rules = TextTable([.left("rule loosened"), .right("paid h fewer"), .right("%")])
    for price in sizing.rulePrices {
      rules.row(
        price.rule, fixed(price.hours, 1), fixed(100 * price.hours / max(1, sizing.bound), 1))
    }
    out += "\n" + rules.text(paint: paint)
  }
  return out
}

/// A line that says how good the mix is.
public func sizingSummary(_ sizing: Sizing) -> String {
  let gap = 100 * (sizing.paidHours - sizing.bound) / max(1, sizing.bound)
  return "\(sizing.agents) agents, \(fixed(sizing.paidHours, 1)) paid hours; missing "
    + "\(shortest(sizing.missing)) of \(sizing.demand) agent-intervals "
    + "(\(fixed(100 * sizing.missing / Double(max(1, sizing.demand)), 2)) %) in a roster that was "
    + "checked; no mix takes fewer than \(fixed(sizing.bound, 1)) paid hours "
    + "(\(sizing.boundMethod)), gap \(fixed(gap, 1)) %. All agents free on all days and of every skill."
}

/// One row a contract.
public func sizingCSV(_ sizing: Sizing) -> [UInt8] {
  var csv = CSVWriter([
    "contract", "agents", "shifts", "paid_hours_each", "one_more_closes_agent_intervals",
  ])
  for share in sizing.shares {
    csv.row(
      share.contract, "\(share.agents)", "\(share.shifts)", shortest(share.hoursEach),
      shortest(share.worthOfOneMore))
  }
  return csv.bytes
}

/// Everything about a sizing as JSON.
public func sizingJSON(_ sizing: Sizing) -> String {
  JSONValue.object([
    .init("agents", .integer(sizing.agents)), .init("paid_hours", .number(sizing.paidHours)),
    .init("bound_paid_hours", .number(sizing.bound)),
    .init("bound_method", .string(sizing.boundMethod)),
    .init("demand_agent_intervals", .integer(sizing.demand)),
    .init("missing_agent_intervals", .number(sizing.missing)),
    .init(
      "contracts",
      .array(
        sizing.shares.map { share in
          .object([
            .init("contract", .string(share.contract)), .init("agents", .integer(share.agents)),
            .init("shifts", .integer(share.shifts)),
            .init("paid_hours_each", .number(share.hoursEach)),
            .init("one_more_closes_agent_intervals", .number(share.worthOfOneMore)),
          ])
        })),
    .init(
      "starts",
      .array(
        sizing.starts.map { start in
          .object([
            .init("shift", .string(start.kind)), .init("start", .string(clockText(start.minute))),
            .init("shifts", .integer(start.count)),
          ])
        })),
    .init(
      "rules_loosened",
      .array(
        sizing.rulePrices.map { price in
          .object([
            .init("rule", .string(price.rule)), .init("paid_hours_fewer", .number(price.hours)),
          ])
        })),
  ]).text()
}
