public import Workloads

/// The team that works a list in the hours there are.
public struct ListTeam: Hashable, Sendable {
  public var workload: ListWorkload
  /// Hours in which calls may be placed, over all days.
  public var windowHours: Double
  /// Share of their time on the phone that agents are busy.
  public var occupancy: Double

  public init(workload: ListWorkload, windowHours: Double, occupancy: Double) {
    self.workload = workload
    self.windowHours = windowHours
    self.occupancy = occupancy
  }

  /// Agents on the phone throughout the window, not rounded; infinite without a window.
  public var agents: Double {
    let hours = windowHours * occupancy
    return hours > 0 ? workload.workHours / hours : workload.workHours > 0 ? .infinity : 0
  }

  /// Share of a call-back that comes true: promised call-backs are dialled once more when missed.
  public static func callBackDials(promised: Double, reached: Double) -> Double {
    promised * (1 + (1 - min(1, max(0, reached))))
  }
}
