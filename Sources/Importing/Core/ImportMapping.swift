/// Which column of a table holds what.
public struct ImportMapping: Sendable {
  /// What an interval without a row means.
  public var absent: AbsentRows?
}
