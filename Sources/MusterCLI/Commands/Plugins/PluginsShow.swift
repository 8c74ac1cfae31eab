import ArgumentParser
import Diagnostics
import PluginContract
import PluginHost
import Tables

struct PluginsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one plugin: its settings, and its rules with their examples, run just now.",
    discussion: """
      muster plugins show org.example.night-desk
      muster plugins show ./libmuster-night-desk.so
      muster plugins show telephone-rules --rule QUIET-HOURS
      """)

  @OptionGroup var folders: PluginFolders

  @Argument(help: "The plugin's id, or its file.")
  var plugin: String

  @Option(help: ArgumentHelp("Explain only this rule.", valueName: "rule-id"))
  var rule: String?

  @Option(help: "table or json.")
  var format = PlainFormat.table

  func run() throws {
    let plugin = try found()
    let rules = try orProblem { () throws(PluginFault) in try plugin.rules() }
    let shown = rule.map { id in rules.filter { $0.id == id } } ?? rules
    if let rule, shown.isEmpty {
      throw Problem(
        .usage, subject: "--rule", "is no rule of \(plugin.id)", value: rule,
        maybe: nearestName(to: rule, among: rules.map(\.id)).map { "you meant \($0)" })
    }
    let judged = shown.map { Judged($0, plugin) }
    if format == .json {
      let all = Shown(plugin: plugin.identity, path: plugin.path, rules: judged)
      try Terminal.write(ContractCoding.text(all) + "\n")
    } else {
      if rule == nil { writeIdentity(plugin) }
      for rule in judged { write(rule, plugin) }
    }
    let wrong = judged.flatMap(\.examples).filter { $0.outcome != $0.expected }
    guard wrong.isEmpty else {
      throw Problem(
        .violated, subject: "plugin \(plugin.id)",
        "\(wrong.count) of its examples come out otherwise than its rules say",
        maybe: "muster plugins check \(plugin.path) lists them")
    }
  }

  private func found() throws -> Plugin {
    if plugin.contains("/") || plugin.hasSuffix(".so") {
      return try orProblem { () throws(PluginFault) in
        try folders.loader.load(plugin, isolated: true)
      }
    }
    let catalogue = PluginCatalogue(folders.search(), loader: folders.loader)
    if let found = catalogue.plugin(plugin) { return found }
    throw Problem(
      .missingConfiguration, subject: "ID", "there is no plugin of this id",
      value: "\"\(plugin)\"",
      maybe: nearestName(to: plugin, among: catalogue.ids).map { "you meant \($0)" }
        ?? "muster plugins list --verbose shows where it was looked for")
  }

  // MARK: - Table

  private func writeIdentity(_ plugin: Plugin) {
    let paint = Paint(isOn: Terminal.outputIsColoured)
    let identity = plugin.identity
    Terminal.write(
      "\(paint.bold(identity.name))  \(identity.id) \(identity.version)\n\(identity.summary)\n\n"
        + "adds      \(identity.hooks.map(\.name).joined(separator: ", "))\n"
        + "contract  \(identity.contractMajor).\(identity.contractMinor)\n"
        + "file      \(plugin.path)\n")
    guard let text = identity.settingsSchema,
      let schema = try? ContractCoding.value(AnyJSON.self, of: text),
      let properties = schema["properties"]?.object, !properties.isEmpty
    else { return }
    let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
    var table = TextTable([.left("setting"), .left("takes"), .left("default"), .left("")])
    for key in properties.keys.sorted() {
      guard let property = properties[key] else { continue }
      table.row(
        key, takes(property),
        property["default"].map(brief) ?? (required.contains(key) ? "required" : ""),
        property["description"]?.string ?? "")
    }
    Terminal.write("\n" + table.text(.ruled, paint: paint))
  }

  private func takes(_ property: AnyJSON) -> String {
    if let choices = property["enum"]?.array { return choices.map(brief).joined(separator: " | ") }
    if property["format"]?.string == "muster-file" { return "a file" }
    let type =
      property["type"]?.string
      ?? property["type"]?.array?.compactMap(\.string).joined(separator: " | ") ?? ""
    switch (property["minimum"]?.number, property["maximum"]?.number) {
    case (let low?, let high?):
      return "\(type) \(brief(.number(low)))–\(brief(.number(high)))"
    case (let low?, nil): return "\(type) ≥ \(brief(.number(low)))"
    case (nil, let high?): return "\(type) ≤ \(brief(.number(high)))"
    default: return type
    }
  }

  private func write(_ judged: Judged, _ plugin: Plugin) {
    let paint = Paint(isOn: Terminal.outputIsColoured)
    let rule = judged.rule
    var head = "\n\(paint.bold(rule.id))"
    if !rule.jurisdiction.isEmpty { head += "  \(rule.jurisdiction)" }
    let dates = [rule.effectiveFrom.map { "from \($0)" }, rule.effectiveTo.map { "until \($0)" }]
    let span = dates.compactMap { $0 }.joined(separator: " ")
    if !span.isEmpty { head += "  \(paint.dim(span))" }
    switch rule.mark {
    case .verified: head += "  \(paint.green("verified"))"
    case .secondary: head += "  \(paint.yellow("not verified: a secondary source"))"
    case .unverified: head += "  \(paint.yellow("not verified"))"
    }
    Terminal.write("\(head)\n  \(rule.sentence)\n  \(paint.dim(rule.authority))\n")
    if self.rule != nil, let explanation = try? plugin.explain(rule: rule.id) {
      Terminal.write("\n  \(explanation)\n\n")
    }
    for example in judged.examples {
      let isRight = example.outcome == example.expected
      let sign = isRight ? paint.green("✓") : paint.red("✗")
      let found = isRight ? "" : "  found \(example.outcome ?? example.fault ?? "nothing")"
      Terminal.write(
        "  \(sign) \(example.name): \(brief(example.given)) → \(example.expected)\(found)\n")
    }
  }

  private func brief(_ value: AnyJSON) -> String {
    if let text = value.string { return text }
    return (try? ContractCoding.text(value)) ?? ""
  }

  // MARK: - Judged

  private struct Shown: Codable {
    var plugin: PluginIdentity
    var path: String
    var rules: [Judged]
  }

  /// A rule whose examples were run.
  private struct Judged: Codable {
    struct Example: Codable {
      var name: String
      var given: AnyJSON
      var expected: String
      var outcome: String?
      var fault: String?
    }

    var rule: Rule
    var examples: [Example]

    init(_ rule: Rule, _ plugin: Plugin) {
      self.rule = rule
      examples = rule.examples.map { example in
        var judged = Example(
          name: example.name, given: example.given, expected: example.expected)
        do throws(PluginFault) {
          judged.outcome = try plugin.outcome(ofExample: example.name, rule: rule.id)
        } catch { judged.fault = error.sentence }
        return judged
      }
    }
  }
}

/// Runs `body`; what a plugin throws becomes a problem for the user.
func orProblem<Result>(_ body: () throws(PluginFault) -> Result) throws(Problem) -> Result {
  do throws(PluginFault) { return try body() } catch { throw error.problem }
}
