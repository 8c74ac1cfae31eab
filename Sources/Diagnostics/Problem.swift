/// One thing that is wrong with what the user gave us, with its place, its value and a way out.
///
/// Shown as `file:line:column: subject: what (value). Maybe …`; that prose is made here and nowhere
/// else. Code that finds a problem fills in the parts.
public struct Problem: Error, Hashable, Sendable {
  /// What kind of failure this is; it decides the exit code.
  public enum Kind: Hashable, Sendable {
    /// Something went wrong that is not the input's fault (disk full, permission).
    case failed
    /// The command line was used wrongly.
    case usage
    /// A file's content cannot be used.
    case invalidInput
    /// The rules contradict each other or the demand.
    case infeasible
    /// A configuration file or a plugin is missing.
    case missingConfiguration
    /// Another run holds the lock.
    case locked
    /// The input is older than the run allows.
    case stale
    /// A rule or goal of the plan is violated.
    case violated
    /// The user interrupted the run.
    case interrupted
    /// Of many things asked for some are done and some are not.
    case partlyDone
  }

  public var kind: Kind
  public var place: Place?
  /// What it is about: a key path (`queue[1].shrinkage`), a column, an agent. May be empty.
  public var subject: String
  /// What is wrong, without the value: "is not between 0 and 1".
  public var what: String
  /// The offending value as the user wrote it.
  public var value: String?
  /// A way out, without the word "Maybe": "write 0.3 for 30 %".
  public var maybe: String?

  public init(
    _ kind: Kind = .invalidInput, at place: Place? = nil, subject: String = "", _ what: String,
    value: String? = nil, maybe: String? = nil
  ) {
    self.kind = kind
    self.place = place
    self.subject = subject
    self.what = what
    self.value = value
    self.maybe = maybe
  }
}

extension Problem: CustomStringConvertible {
  /// A value as it may stand on a terminal: not longer than 200 characters, control characters as `\u{1b}`.
  public static func shown(_ value: String) -> String {
    let most = 200
    var text = ""
    for scalar in value.unicodeScalars.prefix(most) {
      let isControl = scalar.value < 32 || (127...159).contains(scalar.value)
      text += isControl ? scalar.escaped(asASCII: false) : String(scalar)
    }
    let count = value.unicodeScalars.count
    return count <= most ? text : "\(text)… of \(count) characters"
  }

  public var description: String {
    var text = ""
    if let place { text += "\(place): " }
    if !subject.isEmpty { text += "\(subject): " }
    text += what
    if let value { text += " (\(Self.shown(value)))" }
    text += "."
    if let maybe { text += " Maybe \(maybe)." }
    return text
  }
}

extension Problem.Kind {
  /// The process exit code, as documented in the README.
  public var exitCode: Int32 {
    switch self {
    case .failed: 1
    case .usage: 2
    case .partlyDone: 3
    case .invalidInput: 4
    case .infeasible: 5
    case .missingConfiguration: 10
    case .locked: 11
    case .stale: 12
    case .violated: 13
    case .interrupted: 130
    }
  }
}

/// Several problems found in one pass, in the order of their places.
public struct Problems: Error, Hashable, Sendable {
  public var all: [Problem]

  public init(_ all: [Problem]) { self.all = all }

  /// The code of the first problem: a run has one exit code.
  public var exitCode: Int32 { all.first?.kind.exitCode ?? 1 }
}
