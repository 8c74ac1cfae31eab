internal import CMusterPlugin
internal import Files
internal import Glibc
public import PluginContract

/// The published conformance suite: `muster plugins check FILE`.
///
/// Everything runs in isolated mode, each check on a fresh instance, so that a plugin that crashes
/// fails one check and not the suite. Documented in `Documentation/plugin-conformance.md`.
public struct PluginChecker {
  let path: String
  let loader: PluginLoader
  /// Settings to check with; nil = those that the schema suggests.
  let givenSettings: AnyJSON?
  /// The folder of files that settings name.
  let folder: String
  /// `contract`, `settings`, `memory` or the name of a hook; nil = everything.
  public var onlyPart: String?
  /// Parts that are left out.
  public var omitted: Set<String> = []

  public init(
    _ path: String, loader: PluginLoader, settings: AnyJSON? = nil, folder: String = "."
  ) {
    self.path = path
    self.loader = loader
    givenSettings = settings
    self.folder = folder
  }

  /// Runs every check.
  public func run() -> CheckReport {
    var report = CheckReport(path: path)
    let identity: PluginIdentity
    do throws(PluginFault) {
      identity = try loader.load(path, isolated: true).identity
    } catch {
      report.add("contract", "loads", .failed, "the file \(error.sentence)")
      return report
    }
    report.plugin = identity
    if wants("contract") { checkContract(identity, &report) }
    guard let configuration = checkSettings(identity, &report) else { return report }
    for hook in identity.hooks where wants(hook.name) {
      if hook.hasRows {
        checkRows(hook, configuration, &report)
      } else {
        checkQuestions(hook, configuration, &report)
      }
      if hook == .rules { checkRules(configuration, &report) }
    }
    if wants("memory") { checkLeaks(identity, configuration, &report) }
    return report
  }

  private func wants(_ part: String) -> Bool {
    (onlyPart == nil || onlyPart == part) && !omitted.contains(part)
  }

  /// A fresh instance, configured.
  func fresh(_ configuration: PluginConfiguration) throws(PluginFault) -> Plugin {
    let plugin = try loader.load(path, isolated: true)
    try plugin.configure(configuration)
    return plugin
  }

  // MARK: - Contract

  private func checkContract(_ identity: PluginIdentity, _ report: inout CheckReport) {
    report.add(
      "contract", "loads", .passed,
      "\(identity.id) \(identity.version), contract "
        + "\(identity.contractMajor).\(identity.contractMinor)")
    report.check("contract", "introduces itself") { () throws(PluginFault) in
      identity.name.isEmpty || identity.version.isEmpty || identity.summary.isEmpty
        ? "name, version and summary must not be empty" : nil
    }
    report.check("contract", "adds something") { () throws(PluginFault) in
      identity.hooks.isEmpty ? "it offers no hook" : nil
    }
    report.check("contract", "introduces itself the same way twice") { () throws(PluginFault) in
      try loader.load(path, isolated: true).identity == identity ? nil : "it changed its mind"
    }
    report.check("contract", "runs beside itself") { () throws(PluginFault) in
      let a = try loader.load(path, isolated: true)
      let b = try loader.load(path, isolated: true)
      return a.identity == b.identity ? nil : "two instances differ"
    }
  }

  // MARK: - Settings

  private func checkSettings(
    _ identity: PluginIdentity, _ report: inout CheckReport
  ) -> PluginConfiguration? {
    let text = identity.settingsSchema ?? #"{"type": "object", "additionalProperties": false}"#
    let schema: JSONSchema
    do throws(ContractMismatch) { schema = try JSONSchema(text: text) } catch {
      report.add(
        "settings", "schema is one muster can check", .failed, "\(error.path) \(error.what)")
      return nil
    }
    report.add("settings", "schema is one muster can check")
    let closed = schema.root["additionalProperties"]?.bool == false
    report.add(
      "settings", "schema refuses settings it does not know", closed ? .passed : .note,
      closed ? "" : "a misspelt setting goes unnoticed: add \"additionalProperties\": false")
    let silent = (schema.root["properties"]?.object ?? [:]).filter {
      $0.value["description"] == nil
    }
    if !silent.isEmpty {
      report.add(
        "settings", "every setting has a description", .note,
        silent.keys.sorted().joined(separator: ", "))
    }
    guard let settings = (givenSettings ?? schema.sample()).map(schema.filled) else {
      report.add(
        "settings", "can be configured", .failed,
        "the schema gives no example of what it requires: add \"default\" or \"examples\", or give "
          + "--settings")
      return nil
    }
    let wrong = schema.mismatches(of: settings)
    guard wrong.isEmpty else {
      report.add(
        "settings", "can be configured", .failed,
        "the settings do not fit the schema: \(wrong[0].path) \(wrong[0].what)")
      return nil
    }
    var files: [String: String] = [:]
    for (_, name) in schema.values(ofFormat: "muster-file", in: settings) {
      guard let bytes = try? readFile(name.hasPrefix("/") ? name : "\(folder)/\(name)") else {
        report.add("settings", "can be configured", .failed, "the file \(name) cannot be read")
        return nil
      }
      files[name] = String(decoding: bytes, as: UTF8.self)
    }
    let configuration = PluginConfiguration(
      settings: settings, files: files, centre: Probes.centre)
    report.check("settings", "can be configured") { () throws(PluginFault) in
      _ = try fresh(configuration)
      return nil
    }
    guard report.checks.last?.outcome == .passed else { return nil }
    guard wants("settings") else { return configuration }
    report.check("settings", "can be configured again") { () throws(PluginFault) in
      let plugin = try fresh(configuration)
      for _ in 0..<20 { try plugin.configure(configuration) }
      return nil
    }
    checkWrongSettings(schema, configuration, &report)
    return configuration
  }

  /// Whatever it is told, it must answer, and not crash.
  private func checkWrongSettings(
    _ schema: JSONSchema, _ good: PluginConfiguration, _ report: inout CheckReport
  ) {
    var texts: [(name: String, json: String)] = [
      ("no JSON at all", "{"), ("an empty text", ""), ("another kind of JSON", "[1, 2, 3]"),
      ("settings that are no table", #"{"settings": 7, "files": {}, "centre": {}}"#),
      ("an unknown member", #"{"settings": {}, "later": [{"more": null}]}"#),
      ("deep nesting", String(repeating: "[", count: 10_000)),
      ("a long text", #"{"settings": {"x": ""# + String(repeating: "x", count: 1 << 20) + #""}}"#),
    ]
    let settings = good.settings.object ?? [:]
    for key in (schema.root["properties"]?.object ?? [:]).keys.sorted() {
      let odd: [(String, AnyJSON)] = [
        ("null", .null), ("text", "?"), ("negative", -1), ("huge", 1e300), ("table", [:]),
        ("list", []), ("truth", true),
      ]
      for (name, value) in odd where settings[key] != value {
        var other = good
        other.settings = .object(settings.merging([key: value]) { $1 })
        if let json = try? ContractCoding.text(other) { texts.append(("\(key) = \(name)", json)) }
      }
    }
    report.check("settings", "\(texts.count) wrong settings are survived") {
      () throws(PluginFault) in
      for (name, json) in texts {
        let plugin = try loader.load(path, isolated: true)
        do throws(PluginFault) { try plugin.configureText(json) } catch {
          guard case .refused = error.reason else { return "\(name): it \(error.sentence)" }
        }
        do throws(PluginFault) { try plugin.configure(good) } catch {
          return "after \(name) it no longer takes good settings: it \(error.sentence)"
        }
      }
      return nil
    }
  }

  // MARK: - Leaks

  private func checkLeaks(
    _ identity: PluginIdentity, _ configuration: PluginConfiguration,
    _ report: inout CheckReport
  ) {
    report.check("memory", "holds on to no memory and no files") { () throws(PluginFault) in
      let plugin = try fresh(configuration)
      let rows = Probes.rows(from: Probes.monday, count: 96)
      let questions = identity.hooks.map { QuestionProbes.small($0)?.json }
      // Six rounds; fewer questions in each for a plugin that thinks long, a second or so in all.
      var questionsEach = 1
      func round() throws(PluginFault) {
        for _ in 0..<questionsEach {
          for (hook, question) in zip(identity.hooks, questions) {
            if hook.hasRows {
              _ = try RowProbe(hook).answer(of: plugin, Probes.queue, rows)
            } else if let question {
              _ = try? plugin.askText(hook, question)
            }
          }
          try plugin.configure(configuration)
        }
      }
      let start = Channel.now()
      try round()
      let spent = max(1, Channel.now() - start)
      questionsEach = Int(min(100, max(4, 1_000_000_000 / spent)))
      try round()
      try round()
      guard let before = plugin.usage else { return nil }
      for _ in 0..<4 { try round() }
      guard let after = plugin.usage else { return nil }
      if after.files > before.files { return "\(after.files - before.files) files stay open" }
      let grown = after.residentBytes - before.residentBytes
      // Allocators settle; 400 rounds of a real leak show as more.
      return grown > 4 << 20
        ? "memory grew by \(grown >> 10) KiB in \(4 * questionsEach) rounds" : nil
    }
  }
}
