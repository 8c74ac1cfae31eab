public import Diagnostics

/// Rules that cannot all be kept, and the smallest steps that would make them fit.
///
/// No condition can be left out: what remains without any one of them can be kept.
public struct RosterConflict: Hashable, Sendable {
  /// Agents, a queue, a site: whom it concerns.
  public var who: [String]
  /// What is asked for together, each with its value and its dates.
  public var conditions: [String]
  /// What would resolve it, smallest step first.
  public var wayOut: [String]
  /// Whether it is proven; else no roster was found that keeps the conditions together, though one
  /// was for any smaller set.
  public var isProven: Bool
  /// Other agents who cannot keep their rules either.
  public var alsoConcerned: [String]

  public init(
    who: [String], conditions: [String], wayOut: [String] = [], isProven: Bool = true,
    alsoConcerned: [String] = []
  ) {
    self.who = who
    self.conditions = conditions
    self.wayOut = wayOut
    self.isProven = isProven
    self.alsoConcerned = alsoConcerned
  }

  /// As an error, exit code 5.
  public var problem: Problem {
    var what =
      conditions.count == 1
      ? "cannot be kept: \(conditions[0])"
      : "cannot be kept together: \(conditions.joined(separator: "; "))"
    if !isProven { what = "no roster was found that keeps \(conditions.joined(separator: "; "))" }
    var value: String?
    if !alsoConcerned.isEmpty {
      let shown = alsoConcerned.prefix(5).joined(separator: ", ")
      let more = alsoConcerned.count > 5 ? " and \(alsoConcerned.count - 5) more" : ""
      value = "others who cannot keep their rules: \(shown)\(more)"
    }
    return Problem(
      .infeasible, subject: who.joined(separator: " and "), what, value: value,
      maybe: wayOut.isEmpty
        ? "make one of them soft by giving it a weight"
        : wayOut.prefix(4).joined(separator: "; or "))
  }
}
