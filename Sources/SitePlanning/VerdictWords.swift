internal import PluginContract
internal import Tables

extension ServiceVerdict {
  /// The verdict as the host's own read: `answered within 60 s 91.2 % ± 0.4 where 90.0 % is promised`.
  var words: String {
    func text(_ value: Double) -> String {
      unit == "share" ? "\(fixed(value * 100, 1)) %" : "\(fixed(value, 1)) \(unit)"
    }
    let spread = halfWidth.map { " ± \(fixed(unit == "share" ? $0 * 100 : $0, 1))" } ?? ""
    return "\(goal) \(text(value))\(spread) where \(text(promised)) is promised"
  }

  var outcome: GoalVerdict.Outcome {
    if missed { return .missed }
    return abs(value - promised) <= halfWidth ?? 0 && value != promised ? .inDoubt : .kept
  }
}
