public import Diagnostics
internal import Files
internal import FoundationEssentials

/// What the results in a file depend on, kept beside it as `FILE.settings.json`: the command with what it was
/// told, and hashes of all it read. Equal settings give equal results.
public struct ResultSettings: Hashable, Sendable, Codable {
  public var schema = 1
  public var command: String
  /// The program's.
  public var version: String
  /// What was asked for, by option, and hashes of inputs by what they are.
  public var settings: [String: String]

  /// The option that says which share the results are of.
  public static let share = "--shard"

  public init(command: String, version: String, settings: [String: String]) {
    self.command = command
    self.version = version
    self.settings = settings
  }

  /// Where the settings of a file of results lie.
  public static func path(of file: String) -> String { "\(file).settings.json" }

  /// Writes them beside `file`, whole or not at all.
  public func write(beside file: String) throws(Problem) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      throw Problem(.failed, at: Place(file: file), "its settings cannot be written")
    }
    try writeFile(Self.path(of: file), Array(data) + [10])
  }

  /// Those beside `file`; nil where none stand.
  ///
  /// - Throws: A ``Problem`` where they cannot be read.
  public static func read(beside file: String) throws(Problem) -> ResultSettings? {
    guard let bytes = try readFileIfAny(path(of: file)) else { return nil }
    do { return try JSONDecoder().decode(ResultSettings.self, from: Data(bytes)) } catch {
      throw Problem(
        at: Place(file: path(of: file)), "are no settings of results",
        maybe: "remove it and \(file), and begin anew")
    }
  }

  /// How these differ from those that `file` was made with, each by its name; none: not at all.
  public func differences(from made: ResultSettings, of file: String) -> [Problem] {
    var pairs = [("command", made.command, command), ("version", made.version, version)]
    for name in Set(settings.keys).union(made.settings.keys).sorted() {
      pairs.append((name, made.settings[name] ?? "none", settings[name] ?? "none"))
    }
    return pairs.filter { $0.1 != $0.2 }.map { name, there, here in
      Problem(
        .usage, at: Place(file: file), subject: name,
        "is not what the results there were made with",
        value: "\(here), there \(there)", maybe: "name another file")
    }
  }
}
