import Files
import TestSupport
import Testing

/// Everything that is written as JSON, against the schemas of Documentation/schemas.
///
/// A schema knows every key: one that is new fails here until `Scripts/json-schemas renew FOLDER` has added it
/// and a person has said what it is. `MUSTER_DOCUMENTS=FOLDER` leaves the documents there.
@Suite struct SchemaTests {
  /// Documents by name, `SCHEMA.WORD`, in a folder.
  private struct Documents {
    let folder: String

    func add(_ name: String, _ arguments: [String], codes: Set<Int32> = [0]) throws {
      let result = try run([musterExecutable] + arguments + ["--format", "json"])
      #expect(codes.contains(result.code), "\(arguments): \(result.errors)")
      try writeFile("\(folder)/\(name).json", Array(result.output.utf8))
    }
  }

  private static let asOf = ["--as-of", TinyCentre.asOf]
  private static let quick = asOf + ["--roster-time", "0.05"]
  private static let search = asOf + ["--time-limit", "1"]

  @Test(.enabled(if: shippedPlugins.isSuperset(of: ["inbound", "offshore-shifts"])))
  func everyDocumentIsOfItsSchema() throws {
    try withTemporaryFolder { folder in
      let documents = Documents(folder: environment("MUSTER_DOCUMENTS") ?? "\(folder)/documents")
      try makeFolder(documents.folder)
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing("length = \"8h\"", with: "length = \"8h\"\nhourly_rate = 20")
      }
      try write(runs: documents, of: centre)
      try write(steps: documents, of: centre)
      try write(plans: documents, of: centre)
      try write(promise: documents, in: folder)
      try write(calculations: documents, in: folder)
      try write(plugins: documents)
      try writeComparison(documents)
      guard let python = python(with: "jsonschema") else {
        return skipped("python3 with jsonschema is not there: no document is judged")
      }
      let script = "\(packageFolder)/Scripts/json-schemas"
      let judged = try run([python, script, "check", documents.folder])
      #expect(judged.code == 0, "\(judged.output)\(judged.errors)")
    }
  }

  /// Runs, good and bad, with their receipts, logs and manifests.
  private func write(runs documents: Documents, of centre: TinyCentre) throws {
    let records = ["--log", "\(documents.folder)/log.jsonl", "--receipt"]
    for (word, more, code) in [
      ("published", [], 0), ("unchanged", [], 0), ("refused", ["--from", "never"], 2),
    ] as [(String, [String], Int32)] {
      let file = "\(documents.folder)/receipt.\(word).json"
      let result = try centre.plan(records + [file] + more + ["--format", "json"])
      #expect(result.code == code, "\(result.errors)")
      guard code == 0 else { continue }
      try writeFile("\(documents.folder)/plan.\(word).json", Array(result.output.utf8))
    }
    // Nobody is there to take a call: the plan fails, and says in what.
    let short = try TinyCentre(in: "\(centre.folder)/..", name: "short")
    try short.write("agents.csv", "agent_id,name,contract,leave\nA1,Ada,FT,2026-12-01\n")
    let failed = try short.plan(
      records + ["\(documents.folder)/receipt.failed.json", "--format", "json"])
    #expect(failed.code != 0)
    try writeFile("\(documents.folder)/plan.failed.json", Array(failed.output.utf8))
    let again = try centre.plan(["--seed", "2"])
    #expect(again.code == 0, "\(again.errors)")
    try writeFile(
      "\(documents.folder)/manifest.json", try readFile("\(centre.latest)/manifest.json"))
    let receipts = "\(centre.folder)/../receipts"
    let many = try run(
      [musterExecutable, "plan", "--centres", "\(centre.folder)/..", "--receipts", receipts]
        + Self.quick)
    #expect(many.code == 3, "\(many.errors)")
    try documents.add("summary", ["summary", "--receipts", receipts], codes: [3, 5, 13])
    try documents.add("centres", ["centres", "\(centre.folder)/.."])
  }

  private func write(steps documents: Documents, of centre: TinyCentre) throws {
    let history = "\(centre.folder)/history.csv"
    let file = ["--history", history, "--timezone", "America/New_York"]
    for (name, command) in [
      ("check", ["check", centre.folder]), ("forecast", ["forecast", centre.folder]),
      ("forecast-evidence", ["forecast"] + file), ("staff", ["staff", centre.folder]),
      ("backtest", ["backtest", centre.folder]), ("backtest.file", ["backtest"] + file),
    ] { try documents.add(name, command + Self.asOf) }
    try documents.add("roster", ["roster", centre.folder] + Self.search)
    try documents.add("roster-size", ["roster", centre.folder, "--size"] + Self.search)
    try documents.add("doctor", ["doctor", centre.folder])
    try documents.add("simulate", ["simulate", centre.folder])
    let at = ["--at", "2026-12-01T10:00"]
    try documents.add("explain", ["explain", centre.folder, "--queue", "main"] + at)
    try documents.add("explain-agent", ["explain", centre.folder, "--agent", "A1"] + at)
    try documents.add("what-if", ["what-if", centre.folder, "--aht", "+10%", "--sick", "A1"])
    try documents.add("payroll", ["export", "payroll", centre.folder])
    try documents.add("history", ["import", history, "--timezone", "America/New_York"])
    let torn = try TinyCentre(in: "\(centre.folder)/..", name: "torn")
    try torn.change("centre.toml") {
      $0.replacing(
        "max_shifts_per_week = 5", with: "max_shifts_per_week = 2\nmin_shifts_per_week = 3")
    }
    try documents.add("roster-infeasible", ["roster", torn.folder] + Self.search, codes: [5])
  }

  private func write(promise documents: Documents, in folder: String) throws {
    let promise = """
      [horizon]
      start_utc = "2026-11-30T00:00:00Z"
      days = 1
      interval_minutes = 30

      [promise]
      scope = "day"

      [[queue]]
      id = "main"
      handling_seconds = 240
      patience_seconds = 150
      within_seconds = 20
      service_level = 0.7

      """
    let slots = (18..<34).map { slot in
      "main,2026-11-30T\(slot < 20 ? "0" : "")\(slot / 2):\(slot % 2 == 0 ? "00" : "30"):00Z,8"
    }
    let files = [
      ("service.toml", promise),
      ("demand.csv", "queue,interval_start_utc,offered\n\(slots.joined(separator: "\n"))\n"),
      ("agents.csv", "agent_id,contract\nA1,FT\nA2,FT\nA3,FT\nA4,FT\nA5,FT\n"),
      ("rules.toml", "[[contract]]\nid = \"FT\"\nlength = \"8h\"\nstarts = \"09:00\"\n"),
    ]
    for (name, text) in files { try writeFile("\(folder)/\(name)", Array(text.utf8)) }
    try documents.add(
      "roster-service",
      ["roster", "--service", "\(folder)/service.toml", "--demand", "\(folder)/demand.csv"]
        + ["--agents", "\(folder)/agents.csv", "--rules", "\(folder)/rules.toml"]
        + ["--time-limit", "1"])
  }

  private func write(plans documents: Documents, of centre: TinyCentre) throws {
    try documents.add("plans", ["plans", centre.folder])
    let names = try namesInFolder(centre.published).filter { $0.hasPrefix("2026") }.sorted()
    try documents.add("plans-compare", ["plans", centre.folder, "compare"] + names.suffix(2))
  }

  private func write(calculations documents: Documents, in folder: String) throws {
    let calls = ["--calls-per-hour", "400", "--aht", "180", "--threshold", "20"]
    let two = ["--calls-per-hour-1", "60", "--calls-per-hour-2", "40", "--aht", "180"]
    let goal = ["--target-sl", "0.8"]
    for (model, options) in [
      ("c", calls + goal), ("a", calls + ["--patience", "120", "--agents", "22"]),
      ("b", ["--agents", "30", "--target-blocking", "0.01"]),
      ("x", calls + ["--patience", "120", "--agents", "22", "--redial-prob", "0.3"]),
      ("uncertain", calls + ["--agents", "24", "--cv-rate", "0.1"]),
      ("g", calls + ["--agents", "24"]),
      ("blend", calls + ["--agents", "26", "--busy-threshold", "24"]),
      (
        "chat",
        ["--chats-per-hour", "60", "--aht-list", "300|360", "--patience", "120"] + goal
          + ["--threshold", "30"]
      ), ("n-model", two + ["--n1-dedicated", "3", "--n2-flexible", "5", "--patience", "120"]),
      (
        "backlog",
        ["--arrivals-per-period", "100|140|160", "--deadline-periods", "2", "--aht", "6m"]
      ),
      (
        "list",
        ["--records", "5000", "--p-live-answer", "0.3", "--rpc-prob", "0.2", "--max-attempts", "4"]
          + ["--aht-rpc", "4m", "--aht-other", "1m", "--window-h", "8"]
      ),
      (
        "dialer",
        ["--agents", "20", "--p-live-answer", "0.3", "--aht", "3m", "--mode", "predictive"]
          + ["--max-abandon-rate", "0.03"]
      ),
    ] { try documents.add("erlang.\(model)", ["erlang", model] + options) }
    try documents.add("erlang-skills", ["erlang", "skills"] + two + goal)
    let day = "start,calls_per_hour,aht_s,T_s,agents\n09:00,100,180,20,8\n09:30,120,180,20,9\n"
    try writeFile("\(folder)/day.csv", Array(day.utf8))
    try writeFile(
      "\(folder)/batch.csv", Array("calls_per_hour,aht_s,T_s,target_sl\n400,180,20,0.8\n".utf8))
    try documents.add("erlang-batch", ["erlang", "c", "--batch", "\(folder)/batch.csv"])
    let file = ["--plan", "\(folder)/day.csv", "--interval", "30m"]
    try documents.add("plan-file.simulate", ["simulate"] + file)
    try writeFile(
      "\(folder)/day.csv", Array("start,calls_per_hour,aht_s,T_s\n09:00,100,180,20\n".utf8))
    try documents.add("plan-file.staff", ["staff"] + file + goal)
  }

  private func write(plugins documents: Documents) throws {
    try documents.add("plugins", ["plugins", "list"])
    try documents.add("plugins-trusted", ["plugins", "trust", "--list"])
    try documents.add("plugin-show", ["plugins", "show", "inbound"])
    let folder = musterExecutable.dropLast("muster".count)
    try documents.add("plugin-check", ["plugins", "check", "\(folder)libmuster-inbound.so"])
  }

  private func writeComparison(_ documents: Documents) throws {
    try documents.add(
      "compare",
      ["compare", "\(packageFolder)/Forecasts/thistle-retail", "--replications", "20"] + Self.quick)
  }
}
