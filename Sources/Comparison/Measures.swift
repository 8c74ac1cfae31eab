internal import PluginContract
internal import SitePlanning
internal import Tables

/// One line of a comparison: what it measures, in what unit, for each scenario.
public struct Measure: Hashable, Sendable {
  public var section: String
  /// For files, such as `cost_per_contact`.
  public var key: String
  /// For people.
  public var label: String
  public var unit: String
  public var decimals: Int
  /// One per scenario; nil where it has none.
  public var values: [Double?]

  /// The value of a scenario as people read it.
  public func text(_ k: Int) -> String {
    guard let value = values[k], value.isFinite else { return "-" }
    return unit == "%"
      ? "\(fixed(value * 100, decimals)) %" : thousands(fixed(value, decimals))
  }
}

extension ComparisonResult {
  /// All lines, section by section.
  public var measures: [Measure] {
    people + floor + service + costs + client
  }

  private func line(
    _ section: String, _ key: String, _ label: String, _ unit: String, _ decimals: Int,
    _ value: (ScenarioResult) -> Double?
  ) -> Measure {
    Measure(
      section: section, key: key, label: label, unit: unit, decimals: decimals,
      values: scenarios.map(value))
  }

  private func sum(_ of: @escaping (PartResult) -> Double) -> (ScenarioResult) -> Double? {
    { $0.parts.reduce(0) { $0 + of($1) } }
  }

  private var people: [Measure] {
    let s = "People and hours"
    return [
      line(s, "heads", "agents employed", "heads", 0, sum { Double($0.heads) }),
      line(s, "required_fte", "required on the phone", "FTE", 1, sum(\.requiredFTE)),
      line(s, "scheduled_fte", "scheduled", "FTE", 1, sum(\.scheduledFTE)),
      line(s, "shifts", "shifts", "shifts", 0, sum { Double($0.shifts) }),
      line(s, "paid_hours", "paid hours", "h", 1, sum(\.paidHours)),
      line(s, "night_hours", "  of these at night", "h", 1, sum(\.nightHours)),
      line(s, "overtime_hours", "  overtime", "h", 1, sum(\.overtimeHours)),
      line(s, "holiday_hours", "  on holidays", "h", 1, sum(\.holidayHours)),
      line(s, "missing_share", "required hours missing", "%", 2) { scenario in
        let required = scenario.parts.reduce(0) { $0 + $1.requiredHours }
        return required > 0
          ? scenario.parts.reduce(0) { $0 + $1.missingHours } / required : nil
      },
    ]
  }

  private var floor: [Measure] {
    let s = "Floor"
    return [
      line(s, "seats", "seats", "seats", 0, sum { Double($0.seats) }),
      line(s, "heads_per_seat", "agents per seat", "heads", 2) { scenario in
        let seats = scenario.parts.reduce(0) { $0 + $1.seats }
        return seats > 0
          ? Double(scenario.parts.reduce(0) { $0 + $1.heads }) / Double(seats) : nil
      },
      line(s, "trunks", "lines at 1 % blocking", "lines", 0, sum { Double($0.trunks) }),
    ]
  }

  private var service: [Measure] {
    let s = "Service, simulated"
    return [
      line(s, "service_level", "answered in time", "%", 1) { $0.service.serviceLevel },
      line(s, "service_level_ci95", "  ± (95 %)", "%", 1) { $0.service.halfWidth },
      line(s, "service_goal", "  goal", "%", 1) { $0.goal },
      line(s, "abandonment", "abandoned", "%", 1) { $0.service.abandonment },
      line(s, "asa_s", "average speed of answer, s", "s", 1) { $0.service.speedOfAnswerSeconds },
      line(s, "occupancy", "occupancy", "%", 1) { $0.service.occupancy },
      line(s, "handled", "contacts handled", "contacts", 0) { $0.service.handled },
    ]
  }

  private var costs: [Measure] {
    let unit = exchange.currency
    let s = "Cost, \(unit)"
    var lines = componentNames.map { name in
      line(s, "cost." + name.replacing(" ", with: "_"), name, unit, 0) { scenario in
        let all = (try? scenario.components(exchange)) ?? []
        return all.first { $0.name == name }?.amount
      }
    }
    lines += [
      line(s, "cost", "all", unit, 0) { $0.cost },
      line(s, "cost_low", "  other currencies \(band) cheaper", unit, 0) { $0.costLine.lowerBound },
      line(s, "cost_high", "  other currencies \(band) dearer", unit, 0) { $0.costLine.upperBound },
      line(s, "cost_per_paid_hour", "per paid hour", unit, 2) { $0.cost / $0.paidHours },
      line(s, "cost_per_productive_hour", "per productive hour", unit, 2) { scenario in
        scenario.cost
          / scenario.parts.reduce(0) { $0 + $1.paidHours * (1 - $1.shrinkage) }
      },
      line(s, "cost_per_handled_hour", "per hour of handling", unit, 2) { scenario in
        scenario.cost / (scenario.service.handlingSeconds / 3600)
      },
      line(s, "cost_per_contact", "per contact", unit, 3) { $0.costPerContact },
      line(s, "against_first", "per contact against \(scenarios.first?.name ?? "")", "%", 1) {
        guard let first = scenarios.first, first.id != $0.id else { return nil }
        return $0.costPerContact / first.costPerContact - 1
      },
    ]
    return lines
  }

  private var client: [Measure] {
    let unit = exchange.currency
    let s = "Client and rules"
    func count(_ severity: String) -> (ScenarioResult) -> Double? {
      { Double($0.findings.count { $0.severity.rawValue == severity }) }
    }
    var lines: [Measure] = []
    if scenarios.contains(where: { $0.bill != nil }) {
      lines += [
        line(s, "fee", "fee, \(unit)", unit, 0) { $0.bill?.fee },
        line(s, "penalty", "kept back for service, \(unit)", unit, 0) { $0.bill?.penalty },
        line(s, "margin", "margin", "%", 1) { $0.bill?.margin },
      ]
    }
    return lines + [
      line(s, "violations", "rules broken", "findings", 0, count("violation")),
      line(s, "rule_warnings", "rules to look at", "findings", 0, count("warning")),
    ]
  }

  private var band: String { "\(fixed(exchange.band * 100, 0)) %" }

  /// Components of all scenarios in the order of the cost model.
  var componentNames: [String] {
    let names = Set(
      scenarios.flatMap { ((try? $0.components(exchange)) ?? []).map(\.name) })
    let premiums = names.filter { $0.hasSuffix("premium") }.sorted()
    let order = LoadedCost.order.flatMap { $0 == "premiums" ? premiums : [$0] }
    return order.filter { names.contains($0) }
  }
}

/// `1234567.8` as `1,234,567.8`.
func thousands(_ text: String) -> String {
  let sign = text.hasPrefix("-") ? "-" : ""
  let parts = text.dropFirst(sign.count).split(separator: ".", omittingEmptySubsequences: false)
  guard let whole = parts.first, whole.allSatisfy(\.isNumber) else { return text }
  var out = ""
  for (k, digit) in whole.enumerated() {
    if k > 0, (whole.count - k) % 3 == 0 { out += "," }
    out.append(digit)
  }
  return sign + out + (parts.count > 1 ? ".\(parts[1])" : "")
}
