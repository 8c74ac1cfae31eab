internal import CivilTime
internal import PluginContract
internal import SitePlanning
public import Tables

extension ComparisonResult {
  /// One line a scenario and measure: `scenario,section,measure,unit,value`.
  public func csv() -> [UInt8] {
    var csv = CSVWriter(["scenario", "section", "measure", "unit", "value"])
    for (k, scenario) in scenarios.enumerated() {
      for measure in measures {
        csv.row(
          scenario.id, measure.section, measure.key, measure.unit == "%" ? "share" : measure.unit,
          measure.values[k].flatMap { $0.isFinite ? shortest($0) : nil } ?? "")
      }
      for line in scenario.sensitivity {
        csv.row(
          scenario.id, "Sensitivity", line.name, exchange.currency, shortest(line.cost))
      }
    }
    return csv.bytes
  }

  /// Everything, for programs and reports.
  public func json() -> JSONValue {
    let base = scenarios.first.flatMap { try? $0.components(exchange) } ?? []
    return [
      "schema_version": 1, "centre": .string(centre), "from": .string("\(from)"),
      "to": .string("\(to)"), "client_zone": .string(clientZone),
      "currency": .string(exchange.currency),
      "warnings": .array(warnings.map { .string($0) }),
      "scenarios": .array(
        scenarios.enumerated().map { k, scenario in json(scenario, k, base) }),
    ]
  }

  private func json(_ scenario: ScenarioResult, _ k: Int, _ base: [CostComponent]) -> JSONValue {
    func number(_ value: Double?) -> JSONValue {
      value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
    }
    let values = measures.map { JSONValue.Member($0.key, number($0.values[k])) }
    let drivers = k == 0 ? [] : self.drivers(of: scenario, against: base)
    return [
      "id": .string(scenario.id), "name": .string(scenario.name), "measures": .object(values),
      "drivers": .array(
        drivers.map { ["component": .string($0.name), "amount": .number($0.amount)] }),
      "sensitivity": .array(
        scenario.sensitivity.map {
          [
            "assumption": .string($0.name), "cost": number($0.cost),
            "cost_per_contact": number($0.costPerContact),
          ]
        }),
      "parts": .array(scenario.parts.map { part($0, number) }),
      "holidays": .array(
        scenario.holidays.map {
          [
            "site": .string($0.site), "date": .string("\($0.date)"), "name": .string($0.name),
            "side": .string($0.isSiteOnly ? "site" : "client"), "estimated": .bool($0.isEstimated),
            "in_period": .bool($0.isInPeriod),
          ]
        }),
      "clocks": .array(
        scenario.clocks.map { note in
          [
            "site": .string(note.site),
            "changes": .array(
              note.changes.map {
                [
                  "date": .string("\($0.date)"), "ahead_before_s": .integer($0.before),
                  "ahead_after_s": .integer($0.after),
                ]
              }),
            "unusual_weeks": .array(note.unusualWeeks.map { .string("\($0)") }),
          ]
        }),
      "findings": .array(
        scenario.findings.map {
          [
            "severity": .string($0.severity.rawValue), "rule": .string($0.rule),
            "message": .string($0.message), "agent": $0.agent.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }

  private func part(_ part: PartResult, _ number: (Double?) -> JSONValue) -> JSONValue {
    [
      "site": .string(part.site), "heads": .integer(part.heads), "seats": .integer(part.seats),
      "trunks": .integer(part.trunks), "paid_hours": number(part.paidHours),
      "currency": .string(part.currency), "cost": number(part.cost.total),
      "service_level": number(part.service.serviceLevel),
      "components": .object(
        part.cost.components.map { .init($0.name.replacing(" ", with: "_"), number($0.amount)) }),
      "parameters": .array(
        CostParameter.all.compactMap { meaning in
          part.parameters.note(meaning.name).map { note in
            [
              "name": .string(meaning.name), "value": number(part.parameters[meaning.name]),
              "source": .string(note),
            ]
          }
        }),
    ]
  }
}
