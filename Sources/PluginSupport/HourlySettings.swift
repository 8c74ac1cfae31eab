public import MusterPluginKit
public import Workloads

/// Values of a setting from a first local hour on as those of all 24 hours, 0 where none is given; refused
/// where they reach beyond the day.
///
/// `setting`: Where they stand, for the message.
public func hourly(
  _ given: [Double], from firstHour: Int, _ setting: String
) throws(PluginFailure) -> [Double] {
  guard firstHour + given.count <= 24 else {
    throw .setting(setting, "has more values than the day has hours left")
  }
  return [Double](repeating: 0, count: firstHour) + given
    + [Double](repeating: 0, count: 24 - firstHour - given.count)
}

/// Weights of a setting from a first local hour on; even where none is given, refused where all are 0.
public func hourWeights(
  _ given: [Double]?, from firstHour: Int?, _ setting: String
) throws(PluginFailure) -> HourWeights {
  guard let given else { return HourWeights() }
  guard given.contains(where: { $0 > 0 }) else { throw .setting(setting, "is 0 at every hour") }
  return HourWeights(try hourly(given, from: firstHour ?? 0, setting))
}
