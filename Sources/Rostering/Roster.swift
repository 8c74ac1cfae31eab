public import CentreModel
public import RosterChecking

/// A roster that has been checked, and what is known about it.
public struct Roster: Hashable, Sendable {
  /// By agent, then time.
  public var segments: [RosterSegment]
  /// What the independent checker found: coverage per interval, and every soft rule that is broken.
  public var findings: RosterFindings
  public var evidence: RosterEvidence

  public init(segments: [RosterSegment], findings: RosterFindings, evidence: RosterEvidence) {
    self.segments = segments
    self.findings = findings
    self.evidence = evidence
  }
}

/// How good the roster is, and how it was found.
public struct RosterEvidence: Hashable, Sendable {
  /// No roster that keeps the rules misses fewer agent-intervals; nil when it was not computed.
  public var bound: Double?
  /// How the bound was found, such as `interval prices` or `HiGHS 1.15.1`.
  public var boundMethod: String
  public var seed: UInt64
  /// Moves done by all searches together.
  public var moves: Int
  /// Whether somebody or something stopped the search before its budget.
  public var wasInterrupted: Bool

  public init(
    bound: Double?, boundMethod: String, seed: UInt64, moves: Int, wasInterrupted: Bool
  ) {
    self.bound = bound
    self.boundMethod = boundMethod
    self.seed = seed
    self.moves = moves
    self.wasInterrupted = wasInterrupted
  }
}
