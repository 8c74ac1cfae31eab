public import Comparison
internal import PluginContract
internal import SitePlanning
internal import Tables

/// A comparison as a section of a report, or as a page of its own.
public struct ComparisonReport {
  private let result: ComparisonResult

  public init(_ result: ComparisonResult) { self.result = result }

  /// The page of the comparison alone.
  public func html() -> String {
    let title = "\(result.centre), \(result.from) to \(result.to)"
    return HTMLPage.page(
      title: "\(title): compared",
      body: "<header><h1>\(safe(title))</h1></header>\n<main>\n"
        + Reporting.section("scenarios", "Scenarios compared", section()) + "</main>\n")
  }

  /// The section.
  func section() -> String {
    "<p class=sub>\(safe(introduction))</p>\n" + chart()
      + main() + differences() + sensitivity() + clocks() + holidays() + findings() + sources()
      + warnings()
  }

  private var names: [String] { result.scenarios.map(\.name) }
  private var currency: String { result.exchange.currency }

  private var introduction: String {
    let codes = Set(result.scenarios.flatMap { $0.parts.map(\.currency) })
      .subtracting([currency]).sorted()
    let rates = codes.map { "\($0) \(shortest(result.exchange.rates[$0] ?? .nan))" }
    let note = result.exchange.note.isEmpty ? "" : " (\(result.exchange.note))"
    return
      "The same contacts from \(result.from) to \(result.to), run each way; the client's clock "
      + "is \(result.clientZone), costs are in \(currency)"
      + (rates.isEmpty ? "." : "; one \(currency) is \(rates.joined(separator: ", "))\(note).")
  }

  // MARK: - Cost

  /// The cost per contact of each scenario as a bar, its components beside each other, with the line of
  /// the exchange rates.
  private func chart() -> String {
    let groups = ["wages", "contributions", "seats", "people", "the rest"]
    let colours = ["var(--w0)", "var(--w3)", "var(--w1)", "var(--w2)", "var(--w4)"]
    func group(_ name: String) -> Int {
      switch name {
      case "ordinary pay", "holidays not worked", "extra monthly wages", "paid leave": 0
      case _ where name.hasSuffix("premium"): 0
      case "pension", "health contribution", "other contributions", "housing fund",
        "health insurance":
        1
      case "seats", "telecom", "it": 2
      case "supervision", "quality and planning", "attrition": 3
      default: 4
      }
    }
    let most = result.scenarios.map(\.costLine.upperBound).max() ?? 0
    guard most > 0 else { return "" }
    var out =
      "<h3>Cost, \(safe(currency)), and its line when other currencies move</h3>\n<p class=legend>"
    for g in groups.indices {
      out +=
        "<span class=key><i class=k style=\"background:\(colours[g])\"></i>\(safe(groups[g]))</span>"
    }
    out += "</p>\n"
    for scenario in result.scenarios {
      let components = (try? scenario.components(result.exchange)) ?? []
      let amounts = groups.indices.map { g in
        components.filter { group($0.name) == g }.reduce(0) { $0 + max(0, $1.amount) }
      }
      out += "<div class=stackrow><p><b>\(safe(scenario.name))</b>"
      out +=
        "<span>\(grouped(scenario.cost)), \(grouped(scenario.costPerContact, 3)) a contact</span></p>"
      out += "<div class=stack role=img aria-label=\"\(safeText(words(groups, amounts)))\">"
      for g in groups.indices where amounts[g] > 0 {
        out += "<i title=\"\(safeText("\(groups[g]): \(grouped(amounts[g])) \(currency)"))\""
        out +=
          " style=\"width:\(fixed(amounts[g] / most * 100, 2))%;background:\(colours[g])\"></i>"
      }
      out += "</div>"
      let line = scenario.costLine
      if line.lowerBound != line.upperBound {
        let (low, high) = (line.lowerBound / most * 100, line.upperBound / most * 100)
        out +=
          "<div class=whisker><i style=\"left:\(fixed(low, 2))%;width:\(fixed(high - low, 2))%\"></i></div>"
      }
      out += "</div>\n"
    }
    return out
  }

  private func words(_ groups: [String], _ amounts: [Double]) -> String {
    zip(groups, amounts).map { "\($0) \(grouped($1)) \(currency)" }.joined(separator: ", ")
  }

  private func main() -> String {
    var out = ""
    var section = ""
    var rows: [[String]] = []
    func close() {
      guard !rows.isEmpty else { return }
      out +=
        "<h3>\(safe(section))</h3>\n" + HTMLTable(header: [""] + names, rows: rows).html
      rows = []
    }
    for measure in result.measures {
      if measure.section != section {
        close()
        section = measure.section
      }
      rows.append([measure.label] + names.indices.map { measure.text($0) })
    }
    close()
    return out
  }

  private func differences() -> String {
    guard let first = result.scenarios.first, result.scenarios.count > 1 else { return "" }
    let base = (try? first.components(result.exchange)) ?? []
    let rows = result.scenarios.dropFirst().map { scenario in
      let drivers = result.drivers(of: scenario, against: base).prefix(6)
        .map { "\($0.name) \(signed($0.amount))" }
      return [scenario.name, signed(scenario.cost - first.cost), drivers.joined(separator: ", ")]
    }
    return "<h3>What drives the difference</h3>\n"
      + HTMLTable(
        header: ["against \(first.name)", "cost, \(currency)", "largest components"], rows: rows,
        textColumns: [0, 2]
      ).html
  }

  private func sensitivity() -> String {
    var lines: [String] = []
    for line in result.scenarios.flatMap(\.sensitivity) where !lines.contains(line.name) {
      lines.append(line.name)
    }
    guard !lines.isEmpty else { return "" }
    let rows = lines.map { name in
      [name]
        + result.scenarios.map { scenario in
          let found = scenario.sensitivity.first { $0.name == name }
          return fixed(found?.costPerContact ?? scenario.costPerContact, 3)
        }
    }
    let planned = ["as planned"] + result.scenarios.map { fixed($0.costPerContact, 3) }
    return "<h3>Cost per contact when an assumption is another, \(safe(currency))</h3>\n"
      + HTMLTable(header: [""] + names, rows: [planned] + rows).html
  }

  // MARK: - Clocks, holidays, rules

  private func clocks() -> String {
    var seen: Set<String> = []
    let notes = result.scenarios.flatMap(\.clocks)
      .filter { seen.insert($0.site).inserted && !$0.changes.isEmpty }
    guard !notes.isEmpty else { return "" }
    func hours(_ seconds: Int) -> String { shortest(Double(seconds) / 3600) }
    let rows = notes.map { note in
      [
        note.site,
        note.changes.map { "\($0.date): \(hours($0.before)) h → \(hours($0.after)) h" }
          .joined(separator: "; "),
        note.unusualWeeks.count > 6
          ? "\(note.unusualWeeks.count) weeks"
          : note.unusualWeeks.map { "\($0)" }.joined(separator: ", "),
      ]
    }
    return "<h3>Clocks in the coming year</h3>\n"
      + HTMLTable(
        header: ["site", "hours ahead of the client", "unusual weeks from"], rows: rows,
        textColumns: [0, 1, 2]
      ).html
  }

  private func holidays() -> String {
    var seen: Set<String> = []
    var rows: [[String]] = []
    for scenario in result.scenarios {
      for part in scenario.parts where seen.insert(part.site).inserted {
        let notes = scenario.holidays.filter { $0.site == part.site }
        guard !notes.isEmpty else { continue }
        let now = notes.filter(\.isInPeriod).map { note in
          "\(note.date) \(note.name)" + (note.isSiteOnly ? "" : " (client)")
            + (note.isEstimated ? " (estimated)" : "")
        }
        rows.append([
          part.site, "\(notes.count(where: \.isSiteOnly))", "\(notes.count { !$0.isSiteOnly })",
          now.joined(separator: "; "),
        ])
      }
    }
    guard !rows.isEmpty else { return "" }
    return "<h3>Holidays of one side only, in a year</h3>\n"
      + HTMLTable(
        header: ["site", "site only", "client only", "in this period"], rows: rows,
        textColumns: [0, 3]
      ).html
  }

  private func findings() -> String {
    var rows: [[String]] = []
    for scenario in result.scenarios {
      let serious = scenario.findings.filter { $0.severity != .note }
      for rule in Set(serious.map(\.rule)).sorted() {
        let all = serious.filter { $0.rule == rule }
        guard let first = all.first else { continue }
        rows.append([
          rule, first.severity.rawValue, scenario.name, "\(all.count)", first.message,
        ])
      }
    }
    guard !rows.isEmpty else { return "" }
    return "<h3>Rules broken, or to look at</h3>\n"
      + HTMLTable(
        header: ["rule", "", "scenario", "times", "first case"], rows: rows,
        textColumns: [0, 1, 2, 4]
      ).html
  }

  /// Where the numbers of the cost are from.
  private func sources() -> String {
    var seen: Set<String> = []
    var rows: [[String]] = []
    for part in result.scenarios.flatMap(\.parts) where seen.insert(part.site).inserted {
      for parameter in CostParameter.all {
        guard let note = part.parameters.note(parameter.name) else { continue }
        rows.append([
          part.siteName, parameter.meaning, shortest(part.parameters[parameter.name]),
          parameter.unit == .amount ? part.currency : "", note,
        ])
      }
    }
    guard !rows.isEmpty else { return "" }
    return "<h3>Where the numbers of the cost are from</h3>\n"
      + HTMLTable(
        header: ["site", "parameter", "value", "", "source"], rows: rows, textColumns: [0, 1, 3, 4]
      ).html
  }

  private func warnings() -> String {
    guard !result.warnings.isEmpty else { return "" }
    return "<ul class=goals>\n"
      + result.warnings.map { "<li><span class=\"tag in-doubt\">warning</span> \(safe($0))\n" }
      .joined()
      + "</ul>\n"
  }

  private func signed(_ amount: Double) -> String {
    (amount >= 0 ? "+" : "") + fixed(amount, 0)
  }
}
