internal import CMusterPlugin
internal import PluginContract

/// A plugin that can be called, in this process or in another.
///
/// Rows come back unchecked; ``Plugin`` checks them.
protocol PluginRunner: AnyObject {
  var identity: PluginIdentity { get }

  func configure(_ json: String) throws(PluginFault)

  /// What the plugin's process holds; nil for a plugin in this process.
  var usage: ProcessUsage? { get }

  /// Lets a hook that changes rows (`overlay`, `demand`) change `rows`; false when the question does
  /// not concern the plugin, and then `rows` are as they may be.
  func change(
    _ hook: Hook, _ queue: QueueInfo, _ rows: inout [muster_interval]
  ) throws(PluginFault) -> Bool

  /// Runs a hook that answers in rows of its own; nil when the question does not concern the plugin.
  func run(_ call: RowCall) throws(PluginFault) -> RowAnswer?

  /// Asks a JSON hook; nil when the question does not concern the plugin.
  func ask(_ hook: Hook, _ question: String) throws(PluginFault) -> String?
}

/// What a process holds.
struct ProcessUsage {
  var residentBytes: Int
  /// Open descriptors.
  var files: Int
}

/// A question about interval rows.
struct RowCall {
  var hook: Hook
  var queue: QueueInfo
  /// For ``Hook/requirement``.
  var goal: GoalInfo?
  var rows: [muster_interval]
}

/// What came back of a row hook.
enum RowAnswer {
  case work([muster_work])
  case requirement([muster_requirement])
}

extension muster_interval {
  /// The row in which a workload hook answers, as it finds it.
  var blankWork: muster_work { muster_work(start_unix: start_unix, work_s: 0, due_unix: 0) }

  /// The row in which a requirement hook answers, as it finds it.
  var blankRequirement: muster_requirement {
    var blank = muster_requirement()
    blank.start_unix = start_unix
    blank.agents = -1
    blank.service_level = .nan
    blank.asa_s = .nan
    blank.abandonment = .nan
    blank.occupancy = .nan
    return blank
  }
}
