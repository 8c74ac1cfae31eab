internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import PluginContract
internal import PluginHost

// When the people of a queue may be called: the one guard before every plugin that calls.
//
// A queue whose agents begin the contacts (channel `outbound`, or with a `scope`) does nothing outside
// the hours that plugins with rules allow. A plugin that has the queue's list answers for the people on
// it; otherwise the queue says itself what for and where people are called. Where nobody knows, nothing
// is planned: a rule that is missing is no permission.

extension Channel {
  /// Agents call the contacts, who may not be called at any time.
  static let outbound = Channel(rawValue: "outbound")
}

extension Queue {
  /// Whether agents begin the contacts.
  var calls: Bool { channel == .outbound || contactScope != nil }
}

extension PlanPlugins {
  /// The stretches of the period in which the people of `queue` may be contacted; nil where nobody
  /// is called.
  ///
  /// - Throws: A ``Problem`` where people are called and nobody knows when they may be.
  func windows(_ queue: Queue) throws(Problem) -> [ContactWindow]? {
    guard queue.calls else { return nil }
    let before = session.faults.count
    // Places have zones of their own; where none is named, the queue's customers live in its zone.
    let zones = queue.jurisdictions.isEmpty ? [folder.zone(of: queue).name] : []
    let found = session.windows(
      WindowsQuestion(
        scope: queue.contactScope ?? "", jurisdictions: queue.jurisdictions,
        zones: queue.calledZones.isEmpty ? zones : queue.calledZones,
        fromUnix: centre.fromUnix, toUnix: centre.toUnix,
        queue: queue.id))
    if session.faults.count > before, let fault = session.faults.last {
      var problem = fault.problem
      problem.subject = "queue \(queue.id): \(problem.subject)"
      problem.place = Place(file: folder.file(CentreFolder.configurationName))
      throw problem
    }
    if let found { return found }
    let place =
      queue.jurisdictions.isEmpty ? "" : " in \(queue.jurisdictions.joined(separator: ", "))"
    throw Problem(
      .missingConfiguration, at: Place(file: folder.file(CentreFolder.configurationName)),
      subject: "queue \(queue.id)",
      "calls people\(place), and no plugin of this centre knows when they may be called",
      value: queue.contactScope.map { "scope = \"\($0)\"" },
      maybe: queue.contactScope == nil
        ? "give the queue scope, such as \"sales\", and jurisdictions, such as [\"US-FL\"], and the "
          + "centre a [[plugin]] with rules on them (muster plugins list: windows)"
        : "add a [[plugin]] with rules on such contacts (muster plugins list: windows)")
  }

  /// Contacts that are planned when nobody may be contacted: the forecast of a queue with history is
  /// not cut, since that would lose them unseen.
  func outsideWindows(_ plan: PlanInfo) -> [Contribution<FindingsAnswer>] {
    var findings: [Finding] = []
    for planned in plan.queues {
      guard let queue = folder.centre.queues.first(where: { $0.id == planned.id }) else { continue }
      let windows: [ContactWindow]
      do throws(Problem) {
        guard let known = try self.windows(queue) else { continue }
        windows = known
      } catch {
        findings.append(
          Finding(
            .violation, rule: "CONTACT-WINDOWS", error.description, queue: queue.id,
            maybe: error.maybe))
        continue
      }
      // A queue that also takes calls may be open when nobody may be called.
      guard queue.channel == .outbound else { continue }
      for interval in planned.intervals where interval.volume > 0 {
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
