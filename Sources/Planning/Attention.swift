public import Diagnostics

/// Something that a planner must see, also when nothing else is said.
public struct Attention: Hashable, Sendable {
  public enum Severity: Int, Hashable, Sendable, Comparable {
    /// The plan stands, and its planner should know.
    case warning
    /// The plan does not do what it promises: it is not in force until it is accepted.
    case failure

    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  public var severity: Severity
  /// What it is about, for programs: `missing-coverage`, `goal`, `rule`, …
  public var code: String
  /// A sentence with the numbers in it.
  public var words: String
  /// How a command ends that finds it; only failures end it so.
  public var kind: Problem.Kind

  public init(_ severity: Severity, _ code: String, _ words: String, kind: Problem.Kind = .violated)
  {
    self.severity = severity
    self.code = code
    self.words = words
    self.kind = kind
  }
}

extension [Attention] {
  public var failures: [Attention] { filter { $0.severity == .failure } }

  /// How the command ends; nil: done. A plugin that is missing weighs more than a goal.
  public var outcome: Problem.Kind? {
    let kinds = failures.map(\.kind)
    return kinds.contains(.missingConfiguration) ? .missingConfiguration : kinds.first
  }
}
