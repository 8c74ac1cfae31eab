public import Diagnostics
public import Tables

/// What another system calls our people, queues and activities, from a file with the columns
/// `kind,ours,theirs`.
///
///     kind,ours,theirs
///     agent,A001,b6f5a2d0-5c1e-4b6e-9d0e-0f5b6f1f2a11
///     activity,work,0
///     queue,service,3c0e8d6e-7b1c-4c55-8f0a-90d0c4b6e2a7
public struct ForeignNames: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case agent
    /// A queue's id, and its name where that is another too.
    case queue
    case queueName = "queue-name"
    /// `work`, `break`, `meal`, `leave`.
    case activity
    /// The only site of a centre has no id: `site,,1045`.
    case site
  }

  private var names: [Kind: [String: String]] = [:]

  public init() {}

  public init(_ table: CSVTable) throws(Problem) {
    let columns = try table.require("kind", "ours", "theirs")
    var found: [Kind: [String: String]] = [:]
    try table.forEachRow { (row) throws(Problem) in
      guard let kind = Kind(rawValue: row.text(columns[0])) else {
        throw row.problem(
          columns[0], "is no kind of name",
          maybe: "one of \(Kind.allCases.map(\.rawValue).joined(separator: ", ")) is meant")
      }
      let ours = row.text(columns[1])
      guard found[kind]?[ours] == nil else {
        throw row.problem(columns[1], "stands there twice", maybe: "take one of the rows out")
      }
      found[kind, default: [:]][ours] = row.text(columns[2])
    }
    names = found
  }

  /// What they call it; nil where the file does not say.
  public subscript(_ kind: Kind, _ ours: String) -> String? { names[kind]?[ours] }

  /// - Throws: A ``Problem`` that names those of `ours` of which the file does not speak.
  func mustKnow(_ kind: Kind, _ ours: some Sequence<String>, form: String) throws(Problem) {
    let missing = Set(ours).filter { names[kind]?[$0] == nil }.sorted()
    guard let first = missing.first else { return }
    let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
    throw Problem(
      .missingConfiguration, subject: "--names",
      "does not say what \(form) calls \(missing.count == 1 ? "this" : "these") \(kind.rawValue)"
        + (missing.count == 1 ? "" : "s"),
      value: missing.prefix(5).joined(separator: ", ") + more,
      maybe: "give a file of kind,ours,theirs with a row such as \(kind.rawValue),\(first),THEIR-ID"
    )
  }
}
