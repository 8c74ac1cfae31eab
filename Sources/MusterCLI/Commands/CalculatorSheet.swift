import Calculators
import Tables

/// The answer to one problem for a person: the number asked for, what it achieves, its neighbours.
struct CalculatorSheet {
  let calculator: any Calculator
  let row: InputRow
  let outputs: [Output]
  let results: OutputRow

  init(
    _ calculator: any Calculator, _ row: InputRow, _ outputs: [Output], _ results: OutputRow
  ) {
    self.calculator = calculator
    self.row = row
    self.outputs = outputs
    self.results = results
  }

  /// Results that are the answer rather than its consequences.
  private static let solved: [Output] = [
    .minimumAgents, .minimumLines, .maximumLoad, .maximumCalls, .maximumHandling, .busyThreshold,
    .agentsForRisk, .capacity,
  ]

  func text(paint: Paint) -> String {
    var out = paint.bold(headline()) + "\n"
    if let reason = reason() { out += paint.dim(reason) + "\n" }
    out += "\n"
    var table = TextTable([.left(""), .right(""), .left("")])
    for output in outputs where output != .boundBy {
      let value = results[output]
      if value.isNaN || isRepetition(output) { continue }
      if Self.solved.contains(output), output == headlineOutput { continue }
      let (number, unit) = Self.show(value, output.facts.unit)
      if output == .exact {
        table.row("  solved", value == 1 ? "exactly" : "nearly")
        continue
      }
      table.row("  " + label(output), number, unit)
    }
    out += table.text()
    if let neighbours = neighbours(paint) { out += "\n" + neighbours }
    return out
  }

  private var headlineOutput: Output? {
    outputs.first { Self.solved.contains($0) && !results[$0].isNaN }
  }

  private func headline() -> String {
    guard let output = headlineOutput else { return calculator.title }
    let (number, unit) = Self.show(results[output], output.facts.unit)
    switch output {
    case .minimumAgents: return "\(calculator.title): \(plural(results[output], "agent"))"
    case .minimumLines: return "\(calculator.title): \(plural(results[output], "line"))"
    default: return "\(calculator.title): \(output.facts.label) \(number) \(unit)"
    }
  }

  private func plural(_ value: Double, _ noun: String) -> String {
    "\(shortest(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  private func reason() -> String? {
    guard outputs.contains(.boundBy), !results[.minimumAgents].isNaN, !results.words.isEmpty
    else { return nil }
    var text = results.words == "none" ? "no goal asks for more" : "bound by \(results.words)"
    if ["c", "a"].contains(calculator.name), !row.has(.lines),
      let exact = try? fractionalAgents(row), exact < results[.minimumAgents]
    {
      text += "; \(fixed(exact, 2)) would do if an agent could be divided"
    }
    return text
  }

  /// When nobody hangs up every service level is the same, and so are the waits.
  private func isRepetition(_ output: Output) -> Bool {
    guard calculator.name == "c" else { return false }
    return [.levelAnswered, .levelVirtual, .levelExcluding, .meanWait].contains(output)
  }

  private func label(_ output: Output) -> String {
    let levels: [Output] = [
      .levelOffered, .levelAnswered, .levelVirtual, .levelExcluding, .levelWithAbandoned,
    ]
    guard levels.contains(output), let threshold = row[.threshold] else {
      return output.facts.label
    }
    if calculator.name == "c" { return "service level in \(shortest(threshold)) s" }
    return output.facts.label.replacing(
      "service level", with: "service level in \(shortest(threshold)) s")
  }

  /// The table of one or two agents less and more, for models with a number of agents.
  private func neighbours(_ paint: Paint) -> String? {
    let input: Input = .agents
    guard ["b", "c", "a", "x", "chat"].contains(calculator.name) else { return nil }
    let own = row[input] ?? results[calculator.name == "b" ? .minimumLines : .minimumAgents]
    guard own.isFinite, own >= 1 else { return nil }
    // The exact chain of a large chat floor takes a second; six more of it are not worth waiting for.
    if calculator.name == "chat", own > 40 { return nil }
    let columns: [Output] =
      calculator.name == "b"
      ? [.blocking, .lost, .occupancy]
      : [.levelOffered, .speedOfAnswer, .waiting, .abandonment, .occupancy]
        .filter { outputs.contains($0) && !results[$0].isNaN }
    var table = TextTable(
      [.right(calculator.name == "b" ? "lines" : "agents")]
        + columns.map { .right(Self.short($0)) })
    var problem = row
    if calculator.name == "b", !row.has(.load), !row.has(.callsPerHour) {
      problem[.load] = results[.maximumLoad]
    }
    if !row.has(.load), !results[.maximumLoad].isNaN { problem[.load] = results[.maximumLoad] }
    if !row.has(.handling), !results[.maximumHandling].isNaN {
      problem[.handling] = results[.maximumHandling]
    }
    var count = 0
    for step in -2...3 {
      let n = own + Double(step)
      guard n >= 1 else { continue }
      problem[input] = n
      var found = OutputRow()
      guard (try? calculator.answer(problem, into: &found)) != nil else { continue }
      let cells = columns.map { output -> String in
        let (number, unit) = Self.show(found[output], output.facts.unit)
        return unit.isEmpty ? number : "\(number) \(unit)"
      }
      table.row(
        (["\(step == 0 ? "▸ " : "")\(shortest(n))"] + cells).map {
          step == 0 ? paint.bold($0) : $0
        })
      count += 1
    }
    return count > 1 ? table.text(paint: paint) : nil
  }

  private static func short(_ output: Output) -> String {
    switch output {
    case .levelOffered: "service level"
    case .speedOfAnswer: "ASA"
    case .waiting: "wait"
    case .abandonment: "hang up"
    case .blocking: "blocked"
    default: output.facts.label
    }
  }

  /// A value for people: number and unit.
  static func show(_ value: Double, _ unit: Output.Unit) -> (String, String) {
    if value.isNaN { return ("", "") }
    if value.isInfinite { return ("∞", unit == .seconds ? "s" : "") }
    switch unit {
    case .share: return (fixed(value * 100, 2), "%")
    case .seconds: return (fixed(value, value < 100 ? 2 : 1), "s")
    case .erlangs: return (fixed(value, 2), "erl")
    case .perHour: return (fixed(value, 1), "per hour")
    case .count: return (shortest(value), "")
    case .number, .words:
      return (abs(value) < 1e-3 && value != 0 ? shortest(value) : fixed(value, 3), "")
    }
  }
}
