internal import CivilTime
internal import PluginContract
public import SitePlanning
public import Tables

/// A comparison as tables for people, no wider than the page: titles are wrapped, and scenarios that find
/// no room beside the others follow below, again beside the first.
public struct ComparisonText {
  private let result: ComparisonResult
  private let paint: Paint
  private let width: Int

  /// `width`: of the page, in columns.
  public init(_ result: ComparisonResult, width: Int = 100, paint: Paint = Paint(isOn: false)) {
    self.result = result
    self.width = max(60, width)
    self.paint = paint
  }

  public func text() -> String {
    var out = paint.bold("\(result.centre): \(result.from) to \(result.to)") + "\n"
    for line in wrapped(introduction, width) { out += line + "\n" }
    out += "\n"
    for block in blocks(labels: result.measures.map(\.label)) { out += main(block) + "\n" }
    out += differences()
    out += sensitivity()
    out += clocks()
    out += holidays()
    out += findings()
    for warning in result.warnings {
      let lines = wrapped(warning, width - 9)
      for (k, line) in lines.enumerated() {
        out += (k == 0 ? paint.yellow("warning: ") : "         ") + line + "\n"
      }
    }
    return out
  }

  private var introduction: String {
    "The client's clock is \(result.clientZone); costs are in \(result.exchange.currency) for the "
      + "period" + rates + "."
  }

  private var rates: String {
    let codes = Set(result.scenarios.flatMap { $0.parts.map(\.currency) })
      .subtracting([result.exchange.currency]).sorted()
    guard !codes.isEmpty else { return "" }
    let all = codes.map { "\($0) \(shortest(result.exchange.rates[$0] ?? .nan))" }
    let note = result.exchange.note.isEmpty ? "" : " (\(result.exchange.note))"
    return "; one \(result.exchange.currency) is " + all.joined(separator: ", ") + note
  }

  // MARK: - Scenarios side by side

  /// The narrowest column a scenario can have.
  private let narrowest = 11

  /// Which scenarios stand beside each other; the first is in every block.
  private func blocks(labels: [String]) -> [[Int]] {
    let label = labels.map(displayWidth).max() ?? 0
    let room = max(2, (width - label) / (narrowest + 2))
    let others = Array(result.scenarios.indices.dropFirst())
    guard others.count >= room else { return [Array(result.scenarios.indices)] }
    return stride(from: 0, to: others.count, by: room - 1).map { from in
      [0] + others[from..<min(others.count, from + room - 1)]
    }
  }

  /// A table with a wrapped title above each scenario of `block`.
  private func sideBySide(_ block: [Int], corner: String = "") -> TextTable {
    var table = TextTable([.left("")] + block.map { _ in .right("") })
    let titles = block.map { wrapped(result.scenarios[$0].name, narrowest) }
    let height = titles.map(\.count).max() ?? 1
    for line in 0..<height {
      // Short titles stand just above the rule.
      let cells = titles.map { title -> String in
        let k = line - (height - title.count)
        return k >= 0 ? paint.bold(title[k]) : ""
      }
      table.row([line == height - 1 ? paint.bold(corner) : ""] + cells)
    }
    table.rule()
    return table
  }

  private func main(_ block: [Int]) -> String {
    var table = sideBySide(block)
    var section = ""
    for measure in result.measures {
      if measure.section != section {
        if !section.isEmpty { table.rule() }
        section = measure.section
        table.row(paint.bold(section))
      }
      table.row([measure.label] + block.map { measure.text($0) })
    }
    return table.text(paint: paint)
  }

  private func sensitivity() -> String {
    var names: [String] = []
    for line in result.scenarios.flatMap(\.sensitivity) where !names.contains(line.name) {
      names.append(line.name)
    }
    guard !names.isEmpty else { return "" }
    return blocks(labels: names).map { block in
      var table = sideBySide(block, corner: "per contact, \(result.exchange.currency)")
      table.row(
        ["as planned"] + block.map { fixed(result.scenarios[$0].costPerContact, 3) })
      for name in names {
        table.row(
          [name]
            + block.map { k in
              let scenario = result.scenarios[k]
              return scenario.sensitivity.first { $0.name == name }
                .map { fixed($0.costPerContact, 3) } ?? fixed(scenario.costPerContact, 3)
            })
      }
      return table.text(paint: paint) + "\n"
    }.joined()
  }

  // MARK: - What differs

  /// The components that differ most from the first scenario.
  private func differences() -> String {
    guard let first = result.scenarios.first, result.scenarios.count > 1 else { return "" }
    let base = (try? first.components(result.exchange)) ?? []
    var table = TextTable([
      .left("what drives the difference"),
      .right("against \(first.name), \(result.exchange.currency)"),
    ])
    for (k, scenario) in result.scenarios.dropFirst().enumerated() {
      if k > 0 { table.rule() }
      table.row(paint.bold(scenario.name), paint.bold(signed(scenario.cost - first.cost)))
      let drivers = result.drivers(of: scenario, against: base)
      for driver in drivers.prefix(5) { table.row("  " + driver.name, signed(driver.amount)) }
      let rest = drivers.dropFirst(5).reduce(0) { $0 + $1.amount }
      if drivers.count > 5 { table.row("  everything else", signed(rest)) }
    }
    return table.text(paint: paint) + "\n"
  }

  private func clocks() -> String {
    var table = TextTable([
      .left("clocks in the coming year"), .left("date"), .left("hours ahead of the client"),
    ])
    for note in uniqueClocks where !note.changes.isEmpty {
      for (k, change) in note.changes.enumerated() {
        table.row(
          k == 0 ? note.site : "", "\(change.date)",
          "\(hours(change.before)) → \(hours(change.after))")
      }
      if (1...6).contains(note.unusualWeeks.count) {
        table.row(
          "", "", "unusual from " + note.unusualWeeks.map { "\($0)" }.joined(separator: ", "))
      } else if note.unusualWeeks.count > 6 {
        table.row("", "", "\(note.unusualWeeks.count) of 52 weeks are not the usual ones")
      }
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
      .left("holidays of one side in a year"), .right("site only"), .right("client only"),
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
          "\(notes.count { !$0.isSiteOnly })", now.first ?? "none")
        for more in now.dropFirst() { table.row("", "", "", more) }
      }
    }
    return table.isEmpty ? "" : table.text(paint: paint) + "\n"
  }

  /// Each broken rule once, with how often and the first case.
  private func findings() -> String {
    var table = TextTable([.left("rules"), .right("times"), .left("scenario, and the first case")])
    let rules = result.scenarios.flatMap(\.findings).map { displayWidth($0.rule) }.max() ?? 0
    for scenario in result.scenarios {
      let serious = scenario.findings.filter { $0.severity != .note }
      for rule in Set(serious.map(\.rule)).sorted() {
        let all = serious.filter { $0.rule == rule }
        guard let first = all.first else { continue }
        let word = first.severity == .violation ? paint.red(rule) : paint.yellow(rule)
        let lines = wrapped(first.message, width - max(5, rules) - 9)
        table.row(word, "\(all.count)", scenario.name)
        for line in lines { table.row("", "", line) }
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

/// `text` in lines of at most `width` columns, broken between words; a longer word has a line of its own.
func wrapped(_ text: String, _ width: Int) -> [String] {
  var lines: [String] = []
  // A number keeps its sign of per cent.
  let words = text.replacing(" %", with: "\u{A0}%").split(separator: " ")
    .map { String($0).replacing("\u{A0}", with: " ") }
  for word in words {
    if let last = lines.last, displayWidth(last) + 1 + displayWidth(word) <= width {
      lines[lines.count - 1] = last + " " + word
    } else {
      lines.append(word)
    }
  }
  return lines.isEmpty ? [""] : lines
}

extension ComparisonResult {
  /// How the components of a scenario differ from `base`, the largest first.
  public func drivers(
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
