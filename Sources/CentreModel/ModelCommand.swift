internal import Configuration
internal import Diagnostics

/// A command that forecasts a queue, tried beside the program's own methods.
///
/// It is named in the centre's file and runs only where whoever starts the program says so: a folder that
/// came from somebody else must not run anything by being planned.
public struct ModelCommand: Hashable, Sendable {
  /// What becomes of its forecast.
  public enum Use: String, CaseIterable, Hashable, Sendable {
    /// It makes the forecast where it errs least.
    case best
    /// It makes the forecast.
    case always
    /// It is tried and shown.
    case show
  }

  /// Its name in tables, evidence and the forecast's `method`.
  public var id: String
  /// Program and arguments; no shell reads them.
  public var words: [String]
  /// How long one forecast may take.
  public var timeLimitSeconds: Int
  public var use: Use
  /// The queues it forecasts; empty: all.
  public var queues: [String]

  public init(
    id: String, words: [String], timeLimitSeconds: Int = 60, use: Use = .best,
    queues: [String] = []
  ) {
    self.id = id
    self.words = words
    self.timeLimitSeconds = timeLimitSeconds
    self.use = use
    self.queues = queues
  }

  public func forecasts(_ queue: Queue) -> Bool {
    queue.demand == .history && (queues.isEmpty || queues.contains(queue.id))
  }
}

extension ModelCommand {
  /// What is replaced in the words of a command.
  public static let placeholders = [
    "history", "queue", "timezone", "as_of", "from", "days", "interval_minutes",
  ]
  /// Names that mean something else in the column `method`.
  private static let taken = [
    "snaive", "avg4", "avg6", "avg8", "regression", "smoothing", "blend", "closed", "guess",
    "observed", "plugin", "given", "muster",
  ]

  /// Reads one `[[model]]`; nil when it cannot be run, with the reasons noted.
  static func read(_ table: ConfigTable, queues: [String]) -> ModelCommand? {
    let id = table.required("id", table.string("id"))
    if let id {
      let isPlain =
        !id.isEmpty
        && id.utf8.allSatisfy {
          (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
            || $0 == 95 || $0 == 46
        }
      if !isPlain {
        table.note(
          "id", "is not a name of letters, digits, hyphens, dots and underscores",
          value: "\"\(id)\"",
          maybe: "write id = \"ets\"")
      } else if taken.contains(id) {
        table.note(
          "id", "is the name of something else in forecasts", value: "\"\(id)\"",
          maybe: "write id = \"my-\(id)\"")
      }
    }
    let words = table.required(
      "command", table.strings("command"),
      maybe: "add command = [\"python3\", \"model.py\"]")
    if let words {
      if words.first?.isEmpty ?? true {
        table.note("command", "names no program", maybe: "write [\"python3\", \"model.py\"]")
      }
      for word in words {
        guard let name = strangePlaceholder(word) else { continue }
        table.note(
          "command", "has a placeholder that nothing fills", value: "{\(name)}",
          maybe: nearestName(to: name, among: placeholders).map { "you meant {\($0)}" }
            ?? "one of {\(placeholders.joined(separator: "}, {"))} is meant")
      }
    }
    let use = table.choice("use", of: Use.allCases.map(\.rawValue)).flatMap(Use.init(rawValue:))
    let limit = table.durationSeconds("time_limit")
    if let limit, !(1...86_400).contains(limit) {
      table.note(
        "time_limit", "is not between a second and a day", value: "\(limit) s",
        maybe: "write time_limit = \"60s\"")
    }
    let own = table.strings("queues") ?? []
    for name in own where !queues.contains(name) {
      table.note(
        "queues", "is no queue of this centre", value: "\"\(name)\"",
        maybe: nearestName(to: name, among: queues).map { "you meant \"\($0)\"" }
          ?? "one of \(queues.joined(separator: ", ")) is meant")
    }
    guard let id, let words else { return nil }
    return ModelCommand(
      id: id, words: words, timeLimitSeconds: limit ?? 60, use: use ?? .best, queues: own)
  }

  /// The first `{name}` of a word that is no placeholder.
  private static func strangePlaceholder(_ word: String) -> String? {
    var rest = word[...]
    while let open = rest.firstIndex(of: "{") {
      let after = rest[rest.index(after: open)...]
      guard let close = after.firstIndex(of: "}") else { return nil }
      let name = String(after[..<close])
      let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0 == "_" }
      if isName, !placeholders.contains(name) { return name }
      rest = after[after.index(after: close)...]
    }
    return nil
  }
}
