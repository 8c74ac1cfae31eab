internal import CivilTime
internal import PluginContract
internal import SitePlanning
public import Tables

extension HolidayChange {
  public func text(paint: Paint = Paint(isOn: false)) -> String {
    var out = newHolidays(paint) + summary(paint) + components(paint) + diff(paint)
    for warning in warnings { out += paint.yellow("warning: ") + warning + "\n" }
    return out
  }

  private func newHolidays(_ paint: Paint) -> String {
    var list = TextTable([.left("new holiday"), .left("date"), .left("site")])
    for note in added {
      list.row(
        note.name + (note.isEstimated ? " (estimated)" : ""),
        "\(note.date.weekday.shortName) \(note.date)" + (note.isInPeriod ? "" : " (not planned)"),
        note.site)
    }
    return list.isEmpty
      ? "The holidays are those known already.\n\n" : list.text(paint: paint) + "\n"
  }

  /// One scenario a column: cost before, with the roster kept, with the roster changed.
  private func summary(_ paint: Paint) -> String {
    var table = TextTable([.left("")] + effects.map { .right($0.before.name) })
    func row(_ label: String, _ value: (Effect) -> String) {
      table.row([label] + effects.map(value))
    }
    row("cost before, \(currency)") { thousands(fixed($0.before.cost, 2)) }
    row("  same roster, new holidays") { thousands(fixed($0.kept.cost, 2)) }
    row("  changed roster, new holidays") { thousands(fixed($0.after.cost, 2)) }
    row("change of cost") { signed($0.after.cost - $0.before.cost) }
    row("  saved by changing shifts") { signed($0.after.cost - $0.kept.cost) }
    row("hours on holidays before") { fixed(hours($0.before), 1) }
    row("  same roster, new holidays") { fixed(hours($0.kept), 1) }
    row("  changed roster, new holidays") { fixed(hours($0.after), 1) }
    row("answered in time before") { percent($0.before) }
    row("  after") { percent($0.after) }
    row("shifts changed") { "\($0.shifts.count)" }
    row("  agents to be told") { "\(Set($0.shifts.map { $0.site + " " + $0.agent }).count)" }
    return table.text(paint: paint) + "\n"
  }

  /// The components of the cost that change.
  private func components(_ paint: Paint) -> String {
    var table = TextTable([
      .left("scenario"), .left("what changes, \(currency)"), .right("before"), .right("after"),
      .right("change"),
    ])
    for effect in effects {
      for line in changes(effect) {
        table.row(
          effect.before.name, line.name, thousands(fixed(line.before, 2)),
          thousands(fixed(line.after, 2)), signed(line.after - line.before))
      }
    }
    return table.isEmpty ? "" : table.text(paint: paint) + "\n"
  }

  private func diff(_ paint: Paint) -> String {
    let several = effects.count > 1
    var table = TextTable(
      (several ? [.left("scenario")] : []) + [
        .left("site"), .left("date"), .left("agent"), .left("before"), .left("after"),
      ])
    for shift in effects.flatMap(\.shifts) {
      table.row(
        (several ? [shift.scenario] : []) + [
          shift.site, "\(shift.date.weekday.shortName) \(shift.date)", shift.agent,
          shift.before ?? "off", shift.after ?? "off",
        ])
    }
    return table.isEmpty ? "No shift changes.\n" : table.text(paint: paint)
  }

  /// The components of an effect's cost that differ, in the currency of the comparison.
  func changes(_ effect: Effect) -> [(name: String, before: Double, after: Double)] {
    let before = (try? effect.before.components(exchange)) ?? []
    let after = (try? effect.after.components(exchange)) ?? []
    let names =
      before.map(\.name)
      + after.map(\.name).filter { name in
        !before.contains { $0.name == name }
      }
    func amount(_ all: [CostComponent], _ name: String) -> Double {
      all.first { $0.name == name }?.amount ?? 0
    }
    return names.map { ($0, amount(before, $0), amount(after, $0)) }
      .filter { abs($0.1 - $0.2) >= 0.005 }
  }

  private func hours(_ result: ScenarioResult) -> Double {
    result.parts.reduce(0) { $0 + $1.holidayHours }
  }

  private func percent(_ result: ScenarioResult) -> String {
    "\(fixed(result.service.serviceLevel * 100, 1)) %"
  }

  private func signed(_ amount: Double) -> String {
    (amount >= 0 ? "+" : "") + thousands(fixed(amount, 2))
  }

  // MARK: - Files

  /// `scenario,site,agent_id,date,before,after`: the diff.
  public func csv() -> [UInt8] {
    var csv = CSVWriter(["scenario", "site", "agent_id", "date", "before", "after"])
    for shift in effects.flatMap(\.shifts) {
      csv.row(
        shift.scenario, shift.site, shift.agent, "\(shift.date)", shift.before ?? "",
        shift.after ?? "")
    }
    return csv.bytes
  }

  /// `scenario,component,currency,before,after`: the cost of the change, the sum last.
  public func costCSV() -> [UInt8] {
    var csv = CSVWriter(["scenario", "component", "currency", "before", "after"])
    for effect in effects {
      for line in changes(effect) {
        csv.row(effect.before.id, line.name, currency, fixed(line.before, 2), fixed(line.after, 2))
      }
      csv.row(
        effect.before.id, "all", currency, fixed(effect.before.cost, 2),
        fixed(effect.after.cost, 2))
    }
    return csv.bytes
  }

  public func json() -> JSONValue {
    [
      "schema_version": 1, "currency": .string(currency),
      "warnings": .array(warnings.map { .string($0) }),
      "holidays": .array(
        added.map {
          [
            "site": .string($0.site), "date": .string("\($0.date)"), "name": .string($0.name),
            "estimated": .bool($0.isEstimated), "in_period": .bool($0.isInPeriod),
          ]
        }),
      "scenarios": .array(effects.map(json)),
    ]
  }

  private func json(_ effect: Effect) -> JSONValue {
    [
      "id": .string(effect.before.id), "cost_before": .number(effect.before.cost),
      "cost_same_roster": .number(effect.kept.cost), "cost_after": .number(effect.after.cost),
      "holiday_hours_before": .number(hours(effect.before)),
      "holiday_hours_same_roster": .number(hours(effect.kept)),
      "holiday_hours_after": .number(hours(effect.after)),
      "components": .array(
        changes(effect).map {
          [
            "component": .string($0.name), "before": .number($0.before), "after": .number($0.after),
          ]
        }),
      "shifts": .array(
        effect.shifts.map { shift in
          [
            "site": .string(shift.site), "agent": .string(shift.agent),
            "date": .string("\(shift.date)"),
            "before": shift.before.map { .string($0) } ?? .null,
            "after": shift.after.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
