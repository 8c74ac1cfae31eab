public import Diagnostics

/// Something about the inputs that is no error and that the planner must know: given and not used,
/// assumed and not known. Said also under `--quiet`.
public struct InputNote: Hashable, Sendable {
  public enum Severity: String, CaseIterable, Hashable, Sendable {
    /// The plan may be wrong because of it.
    case warning
    /// Good to know.
    case remark
  }

  public var severity: Severity
  /// Where it stands and what it is, in the words of a problem.
  public var problem: Problem

  public init(
    _ severity: Severity = .warning, at place: Place? = nil, subject: String = "", _ what: String,
    value: String? = nil, maybe: String? = nil
  ) {
    self.severity = severity
    problem = Problem(at: place, subject: subject, what, value: value, maybe: maybe)
  }
}

extension InputNote: CustomStringConvertible {
  public var description: String { problem.description }
}

extension InputNote: Comparable {
  /// Warnings first, then by place and subject.
  public static func < (a: InputNote, b: InputNote) -> Bool {
    func key(_ note: InputNote) -> (Int, Place, String, String) {
      (
        note.severity == .warning ? 0 : 1, note.problem.place ?? Place(file: ""),
        note.problem.subject, note.problem.what
      )
    }
    return key(a) < key(b)
  }
}
