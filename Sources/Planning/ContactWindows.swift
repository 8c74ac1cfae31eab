internal import CentreModel
internal import CivilTime
internal import PluginContract
internal import PluginHost

// When the people of a queue may be called, where the plugins say so: a queue that calls people does
// nothing outside those hours.

extension Channel {
  /// Agents call the contacts, who may not be called at any time.
  static let outbound = Channel(rawValue: "outbound")
}

extension PlanPlugins {
  /// The stretches of the period in which the people of `queue` may be contacted; nil where nobody
  /// is called or no plugin has an opinion.
  func windows(_ queue: Queue) -> [ContactWindow]? {
    guard queue.channel == .outbound else { return nil }
    return windows(
      queue: queue.id, scope: queue.channel.rawValue, zone: folder.zone(of: queue))
  }

  private func windows(queue: String, scope: String, zone: Zone) -> [ContactWindow]? {
    guard session.adds(.windows) else { return nil }
    return session.windows(
      WindowsQuestion(
        scope: scope, zones: [zone.name], fromUnix: centre.fromUnix,
        toUnix: centre.toUnix, queue: queue))
  }

  /// Contacts that are planned when nobody may be contacted: the forecast of a queue with history is
  /// not cut, since that would lose them unseen.
  func outsideWindows(_ plan: PlanInfo) -> [Contribution<FindingsAnswer>] {
    var findings: [Finding] = []
    for queue in plan.queues where queue.channel == Channel.outbound.rawValue {
      let zone = folder.centre.queues.first { $0.id == queue.id }.map { folder.zone(of: $0) }
      guard
        let windows = windows(
          queue: queue.id, scope: queue.channel, zone: zone ?? folder.zone)
      else { continue }
      for interval in queue.intervals where interval.volume > 0 {
        let end = interval.startUnix + Int64(plan.centre.intervalS)
        guard !windows.covers(interval.startUnix, end) else { continue }
        let rule = windows.nearest(to: interval.startUnix)?.rules.first ?? "CONTACT-WINDOWS"
        if let last = findings.indices.last, findings[last].queue == queue.id,
          findings[last].rule == rule, findings[last].endUnix == interval.startUnix
        {
          findings[last].endUnix = end
          continue
        }
        findings.append(
          Finding(
            .violation, rule: rule, "contacts are planned when nobody may be contacted",
            queue: queue.id, startUnix: interval.startUnix, endUnix: end,
            maybe: "change the hours of the queue"))
      }
    }
    return findings.isEmpty
      ? [] : [Contribution(plugin: "", answer: FindingsAnswer(findings: findings))]
  }
}

extension [ContactWindow] {
  /// Whether one window holds the whole stretch.
  func covers(_ start: Int64, _ end: Int64) -> Bool {
    contains { $0.startUnix <= start && end <= $0.endUnix }
  }

  func nearest(to instant: Int64) -> ContactWindow? {
    func distance(_ window: ContactWindow) -> Int64 {
      Swift.max(window.startUnix - instant, instant - window.endUnix, 0)
    }
    return self.min { (distance($0), $0.startUnix) < (distance($1), $1.startUnix) }
  }
}
