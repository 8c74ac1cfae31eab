internal import CentreModel
public import Forecasting
public import History

/// What a centre knows of its demand beside the history: events, mailings, corrections.
public struct DemandKnowledge: Sendable {
  /// By queue.
  public var events: [String: [DemandEvent]] = [:]
  public var drops: [String: [Drop]] = [:]
  /// Applied to the history in this order.
  public var patches: [HistoryPatch] = []

  public init() {}
}
