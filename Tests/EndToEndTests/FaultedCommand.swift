import Files
import TestSupport

/// A command that writes, on a folder of its own, to be run with a fault at any of its calls.
struct FaultedCommand: CustomStringConvertible, Sendable {
  var description: String
  /// Makes the folder that the command finds.
  var prepare: @Sendable (_ folder: String) throws -> Void
  var arguments: @Sendable (_ folder: String) -> [String]

  static let all = [
    FaultedCommand(description: "plan", prepare: centre, arguments: plan),
    FaultedCommand(
      description: "plan again",
      prepare: { folder in
        try planned(folder)
        try takesLeave(folder)
      }, arguments: { plan($0) + ["--fresh"] }),
    FaultedCommand(
      description: "change",
      prepare: { folder in
        try planned(folder)
        try takesLeave(folder)
      }, arguments: { plan($0) + ["--change"] }),
    FaultedCommand(
      description: "first import",
      prepare: { folder in
        try centre(folder)
        try log(folder, days: 0..<2)
      }, arguments: take),
    FaultedCommand(
      description: "import",
      prepare: { folder in
        try centre(folder)
        try log(folder, days: 0..<2)
        try succeed(take(folder))
        try log(folder, days: 1..<4)
      }, arguments: take),
    FaultedCommand(
      description: "report", prepare: planned,
      arguments: { ["report", "\($0)/tiny", "--to", "\($0)/week.html"] }),
    FaultedCommand(
      description: "export pages", prepare: planned,
      arguments: { ["export", "pages", "\($0)/tiny", "--to", "\($0)/pages"] }),
    FaultedCommand(
      description: "export workbook", prepare: planned,
      arguments: { ["export", "workbook", "\($0)/tiny", "--to", "\($0)/week.xlsx"] }),
    FaultedCommand(
      description: "export payroll", prepare: planned,
      arguments: { ["export", "payroll", "\($0)/tiny", "--to", "\($0)/pay.csv"] }),
    FaultedCommand(
      description: "export calendars", prepare: planned,
      arguments: { ["export", "calendars", "\($0)/tiny", "--to", "\($0)/calendars"] }),
  ]

  @Sendable private static func centre(_ folder: String) throws {
    _ = try TinyCentre(in: folder)
  }

  @Sendable private static func plan(_ folder: String) -> [String] {
    ["plan", "\(folder)/tiny", "--as-of", TinyCentre.asOf, "--roster-time", "0.05"]
  }

  @Sendable private static func planned(_ folder: String) throws {
    try centre(folder)
    try succeed(plan(folder))
  }

  private static func takesLeave(_ folder: String) throws {
    let agents = "\(folder)/tiny/agents.csv"
    let text = try text(of: agents).replacing("A1,Ada,FT,", with: "A1,Ada,FT,2026-12-02")
    try writeFile(agents, Array(text.utf8))
  }

  @Sendable private static func take(_ folder: String) -> [String] {
    [
      "import", "\(folder)/queue_log", "--source-tz", "America/New_York", "--into",
      "\(folder)/tiny",
    ]
  }

  /// A queue_log of sixty calls a day.
  private static func log(_ folder: String, days: Range<Int>) throws {
    var text = ""
    for call in days.lowerBound * 60..<days.upperBound * 60 {
      let start = 1_795_000_000 + call / 60 * 86_400 + call % 60 * 480
      let head = "\(start).\(call)|main"
      text += "\(start)|\(head)|NONE|ENTERQUEUE||1|1\n"
      text += "\(start + 9)|\(head)|A/1|CONNECT|9|x|3\n"
      text += "\(start + 200)|\(head)|A/1|COMPLETECALLER|9|191|1\n"
    }
    try writeFile("\(folder)/queue_log", Array(text.utf8))
  }

  private static func succeed(_ arguments: [String]) throws {
    let done = try run([musterExecutable] + arguments)
    guard done.code == 0 else { throw NotPrepared(words: done.errors) }
  }

  struct NotPrepared: Error { var words: String }
}

/// Everything below a folder that somebody looks for: files with their content, links with their target.
struct FolderState: Equatable {
  var entries: [String: [UInt8]] = [:]

  init(_ folder: String) throws {
    func collect(_ prefix: String) throws {
      for name in try namesInFolder("\(folder)/\(prefix)") where !name.hasSuffix(".lock") {
        let path = "\(folder)/\(prefix)\(name)"
        if let target = linked(path) {
          entries[prefix + name] = Array("-> \(target)".utf8)
        } else if isFolder(path) {
          try collect("\(prefix)\(name)/")
        } else if !name.hasPrefix("history.sqlite") {
          // Equal histories may lie differently in a database; history.csv is made from it.
          entries[prefix + name] = try readFile(path)
        }
      }
    }
    try collect("")
  }

  /// `latest` and the plan that it points to.
  var planInForce: [String: [UInt8]] {
    let link = "tiny/published/latest"
    guard let target = entries[link] else { return [:] }
    let plan = "tiny/published/\(String(decoding: target.dropFirst(3), as: UTF8.self))/"
    return entries.filter { $0.key == link || $0.key.hasPrefix(plan) }
  }

  /// What is no plan.
  var besidePlans: [String: [UInt8]] {
    entries.filter { !$0.key.hasPrefix("tiny/published/") }
  }
}
