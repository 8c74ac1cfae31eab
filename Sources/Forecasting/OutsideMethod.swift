public import CentreModel
public import CivilTime
public import Diagnostics

/// A forecast that something else makes, such as a command of the centre's: tried on the same weeks as
/// our methods, by the same errors.
public struct OutsideMethod: Sendable {
  /// What is asked: contacts from `from` on for so many dates, by what was known at `asOf`.
  public struct Question: Sendable {
    /// Every row before `asOf`, as our own methods see them: absent rows written out, corrections made,
    /// what drops brought taken off.
    public var history: QueueHistory
    public var zone: Zone
    public var asOf: Instant
    public var from: CivilDate
    public var days: Int
  }

  /// Why there is no answer.
  public struct Failure: Error, Hashable, Sendable {
    public var problem: Problem
    /// Whether another question would fare no better: the time was up, or it cannot be started.
    public var isFinal: Bool

    public init(_ problem: Problem, isFinal: Bool = false) {
      self.problem = problem
      self.isFinal = isFinal
    }
  }

  public typealias Answer = Result<[Instant: Double], Failure>

  public var method: ForecastMethod
  public var use: ModelCommand.Use
  /// What is said where it makes the forecast.
  public var remark: String?
  /// Whether it is made here, so that nobody asked for it: where it gives nothing, nothing is said.
  var isOurs = false
  /// Contacts by the start of their interval, or why there are none.
  public var answer: @Sendable (Question) -> Answer

  public init(
    _ name: String, use: ModelCommand.Use = .best,
    answer: @escaping @Sendable (Question) -> Answer
  ) {
    method = ForecastMethod(rawValue: name)
    self.use = use
    self.answer = answer
  }
}
