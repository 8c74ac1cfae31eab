// Goal: what the answer hangs on.
//
// Method: exchange rates move what is paid in other currencies; attrition is put through the cost model;
// handling time and shrinkage through the requirement, and the cost follows the hours scheduled. The
// rosters themselves stay: a first-order answer, as its name says.

internal import Diagnostics
internal import SitePlanning

extension ComparisonRun {
  /// Cost with the other currencies dearer and cheaper, handling time + 10 %, attrition + 10 points and
  /// shrinkage + 5 points.
  func sensitivity(_ result: ScenarioResult) throws(Problem) -> [SensitivityLine] {
    let handled = result.service.handled
    func line(_ name: String, _ cost: Double) -> SensitivityLine {
      SensitivityLine(
        name: name, cost: cost, costPerContact: handled > 0 ? cost / handled : .nan)
    }
    let band = Int(nearest: setting.exchange.band * 100)
    var lines: [SensitivityLine] = []
    if result.costLine.lowerBound != result.costLine.upperBound {
      lines.append(line("other currencies \(band) % dearer", result.costLine.upperBound))
      lines.append(line("other currencies \(band) % cheaper", result.costLine.lowerBound))
    }
    func scaled(_ ratio: (PartResult) -> Double) -> Double {
      result.parts.reduce(0) { $0 + $1.convertedCost * ratio($1) }
    }
    lines.append(line("handling time + 10 %", scaled(\.longerHandling)))
    lines.append(line("shrinkage + 5 points", scaled(\.moreShrinkage)))
    var cost = 0.0
    for part in result.parts {
      var parameters = part.parameters
      parameters.set(
        "attrition", parameters["attrition"] + 0.1, note: "sensitivity")
      let changed = LoadedCost(
        part.planned.pay.bill, agents: Double(part.heads), months: part.months,
        parameters: parameters,
        seats: Double(part.seats))
      cost += try setting.exchange.convert(
        changed.total, from: part.currency, for: "site \(part.site)")
    }
    lines.append(line("attrition + 10 points", cost))
    return lines
  }
}
