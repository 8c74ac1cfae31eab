/// What a plugin can add to a plan; raw values are the extension ids of `muster_plugin.h`.
public enum Hook: String, CaseIterable, Codable, Hashable, Sendable {
  /// Changes a forecast.
  case overlay = "muster.overlay/1"
  /// Demand of its own for a queue without history.
  case demand = "muster.demand/1"
  /// Turns volume into agent seconds and deadlines.
  case workload = "muster.workload/1"
  /// A staffing model of its own.
  case requirement = "muster.requirement/1"
  /// When people may be contacted.
  case windows = "muster.windows/1"
  /// How often people may be contacted.
  case caps = "muster.caps/1"
  /// Labour rules as data that the roster obeys.
  case labour = "muster.labour/1"
  /// Judges one agent's shifts.
  case shifts = "muster.shifts/1"
  /// What shifts cost.
  case price = "muster.price/1"
  /// Seats, trunks, supervisors a roster takes.
  case resources = "muster.resources/1"
  /// Findings on a finished plan.
  case audit = "muster.audit/1"
  /// Sections of the plan's report.
  case report = "muster.report/1"
  /// Lists and explains rules, runs their examples.
  case rules = "muster.rules/1"
  /// How a requirement came about.
  case explain = "muster.explain/1"
  /// What service the agents give who are there.
  case simulate = "muster.simulate/1"

  /// `overlay`, `demand`, …
  public var name: String { String(rawValue.dropFirst(7).dropLast(2)) }

  /// Whether the hook works on interval rows; the others ask and answer in JSON.
  public var hasRows: Bool {
    switch self {
    case .overlay, .demand, .workload, .requirement: true
    default: false
    }
  }
}
