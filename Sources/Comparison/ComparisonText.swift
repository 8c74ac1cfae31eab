internal import CivilTime
internal import PluginContract
public import Tables

/// A comparison as tables for people.
public struct ComparisonText {
  private let result: ComparisonResult
  private let paint: Paint

  public init(_ result: ComparisonResult, paint: Paint = Paint(isOn: false)) {
    self.result = result
    self.paint = paint
  }

  public func text() -> String {
    var out = paint.bold("\(result.centre): \(result.from) to \(result.to)") + "\n"
    out += "client's clock \(result.clientZone); costs in \(result.exchange.currency)"
    out += " for the period" + rates + "\n\n"
    out += main() + "\n"
    out += differences()
    out += sensitivity()
    out += clocks()
    out += holidays()
    out += findings()
    for warning in result.warnings { out += paint.yellow("warning: ") + warning + "\n" }
    return out
  }

  private var rates: String {
    let codes = Set(result.scenarios.flatMap { $0.parts.map(\.currency) })
      .subtracting([result.exchange.currency]).sorted()
    guard !codes.isEmpty else { return "" }
    let all = codes.map { "\($0) \(shortest(result.exchange.rates[$0] ?? .nan))" }
    let note = result.exchange.note.isEmpty ? "" : " (\(result.exchange.note))"
    return "; one \(result.exchange.currency) is " + all.joined(separator: ", ") + note
  }

  private func main() -> String {
    var table = TextTable([.left("")] + result.scenarios.map { .right($0.name) })
    var section = ""
    for measure in result.measures {
      if measure.section != section {
        if !section.isEmpty { table.rule() }
        section = measure.section
        table.row(paint.bold(section))
      }
      table.row([measure.label] + result.scenarios.indices.map { measure.text($0) })
    }
    return table.text(paint: paint)
  }

  /// The components that differ most from the first scenario.
  private func differences() -> String {
    guard let first = result.scenarios.first, result.scenarios.count > 1 else { return "" }
    let base = (try? first.components(result.exchange)) ?? []
    var table = TextTable([
      .left("against \(first.name)"), .right("cost"), .left("what drives it"),
    ])
    for scenario in result.scenarios.dropFirst() {
      let drivers = result.drivers(of: scenario, against: base).prefix(4)
        .map { "\($0.name) \(signed($0.amount))" }
      table.row(
        scenario.name, signed(scenario.cost - first.cost), drivers.joined(separator: ", "))
    }
    return table.text(paint: paint) + "\n"
  }

  private func sensitivity() -> String {
    var names: [String] = []
    for line in result.scenarios.flatMap(\.sensitivity) where !names.contains(line.name) {
      names.append(line.name)
    }
    guard !names.isEmpty else { return "" }
    var table = TextTable(
      [.left("cost per contact, \(result.exchange.currency)")]
        + result.scenarios.map { .right($0.name) })
    table.row(["as planned"] + result.scenarios.map { fixed($0.costPerContact, 3) })
    for name in names {
      table.row(
        [name]
          + result.scenarios.map { scenario in
            scenario.sensitivity.first { $0.name == name }
              .map { fixed($0.costPerContact, 3) } ?? fixed(scenario.costPerContact, 3)
          })
    }
    return table.text(paint: paint) + "\n"
  }

  private func clocks() -> String {
    var table = TextTable([
      .left("clocks"), .left("changes in the coming year (hours ahead of the client)"),
      .left("unusual weeks from"),
    ])
    for note in uniqueClocks where !note.changes.isEmpty {
      let changes = note.changes.map {
        "\($0.date) \(hours($0.before)) → \(hours($0.after))"
      }
      table.row(
        note.site, changes.joined(separator: "; "),
        note.unusualWeeks.count > 6
          ? "\(note.unusualWeeks.count) weeks"
          : note.unusualWeeks.map { "\($0)" }.joined(separator: ", "))
    }
    return table.isEmpty ? "" : table.text(paint: paint) + "\n"
  }

  private var uniqueClocks: [ClockNote] {
    var seen: Set<String> = []
    return result.scenarios.flatMap(\.clocks).filter { seen.insert($0.site).inserted }
  }

  private func holidays() -> String {
    var seen: Set<String> = []
    var table = TextTable([
      .left("holidays of one side, a year"), .right("site only"), .right("client only"),
      .left("in this period"),
    ])
    for scenario in result.scenarios {
      for part in scenario.parts where seen.insert(part.site).inserted {
        let notes = scenario.holidays.filter { $0.site == part.site }
        guard !notes.isEmpty else { continue }
        let now = notes.filter(\.isInPeriod).map { note in
          "\(note.date) \(note.name)" + (note.isSiteOnly ? "" : " (client)")
            + (note.isEstimated ? " (estimated)" : "")
        }
        table.row(
          part.site, "\(notes.count(where: \.isSiteOnly))",
          "\(notes.count { !$0.isSiteOnly })", now.joined(separator: "; "))
      }
    }
    return table.isEmpty ? "" : table.text(paint: paint) + "\n"
  }

  /// Each broken rule once, with how often and the first case.
  private func findings() -> String {
    var table = TextTable([.left("rules"), .left("scenario"), .right("times"), .left("first case")])
    for scenario in result.scenarios {
      let serious = scenario.findings.filter { $0.severity != .note }
      for rule in Set(serious.map(\.rule)).sorted() {
        let all = serious.filter { $0.rule == rule }
        guard let first = all.first else { continue }
        let word = first.severity == .violation ? paint.red(rule) : paint.yellow(rule)
        table.row(word, scenario.name, "\(all.count)", first.message)
      }
    }
    return table.isEmpty ? "" : table.text(paint: paint) + "\n"
  }

  private func signed(_ amount: Double) -> String {
    (amount >= 0 ? "+" : "") + thousands(fixed(amount, 0))
  }

  private func hours(_ seconds: Int) -> String {
    let sign = seconds < 0 ? "-" : "+"
    let minutes = abs(seconds) / 60
    return sign + "\(minutes / 60)" + (minutes % 60 == 0 ? "" : ":\(minutes % 60)")
  }
}

extension ComparisonResult {
  /// How the components of a scenario differ from `base`, the largest first.
  func drivers(
    of scenario: ScenarioResult, against base: [CostComponent]
  ) -> [CostComponent] {
    let own = (try? scenario.components(exchange)) ?? []
    let names = Set(own.map(\.name) + base.map(\.name)).sorted()
    return names.map { name in
      CostComponent(
        name,
        (own.first { $0.name == name }?.amount ?? 0) - (base.first { $0.name == name }?.amount ?? 0)
      )
    }
    .filter { abs($0.amount) >= 0.5 }
    .sorted { (abs($0.amount), $1.name) > (abs($1.amount), $0.name) }
  }
}
