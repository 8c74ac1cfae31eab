internal import CMusterPlugin
internal import Glibc
internal import PluginContract

/// A row hook's answer as bytes, so that any two can be compared.
struct RowProbe {
  var hook: Hook

  init(_ hook: Hook) { self.hook = hook }

  /// What the plugin makes of the rows; nil when the queue does not concern it.
  func answer(
    of plugin: Plugin, _ queue: QueueInfo, _ rows: [muster_interval]
  ) throws(PluginFault) -> [UInt8]? {
    switch hook {
    case .overlay:
      var changed = rows
      return try plugin.overlay(queue, &changed) ? bytes(changed) : nil
    case .demand:
      var filled = Probes.emptied(rows)
      return try plugin.demand(queue, &filled) ? bytes(filled) : nil
    case .workload: return try plugin.workload(queue, rows).map(bytes)
    case .requirement:
      return try plugin.requirement(queue, goal: Probes.goal, rows).map(bytes)
    default: return nil
    }
  }

  private func bytes<Row>(_ rows: [Row]) -> [UInt8] { rows.withUnsafeBytes { Array($0) } }
}

extension PluginChecker {
  func checkRows(
    _ hook: Hook, _ configuration: PluginConfiguration, _ report: inout CheckReport
  ) {
    let probe = RowProbe(hook)
    var answered = 0
    var passed = 0
    var refusals: [String] = []
    for (name, rows) in Probes.rowSets {
      report.check(hook.name, name) { () throws(PluginFault) in
        do throws(PluginFault) {
          let answer = try probe.answer(of: fresh(configuration), Probes.queue, rows)
          if answer == nil { passed += 1 } else { answered += 1 }
        } catch {
          // It may refuse what it cannot judge, in a sentence.
          guard case .refused(_, _, let message) = error.reason else { throw error }
          if message.isEmpty { return "it refuses without a word" }
          refusals.append("\(name): \(message)")
        }
        return nil
      }
    }
    for refusal in refusals { report.add(hook.name, "refuses", .note, refusal) }
    if answered == 0 {
      report.neverAnswered.append(hook.name)
      report.add(
        hook.name, "takes the probe queue", .note,
        "it never answered, so nothing it would say was checked: "
          + (passed > 0
            ? "give --settings in which it takes a queue called \"probe\""
            : "it refused every question"))
    }
    let week = Probes.rows(from: Probes.monday, count: 672)
    report.check(hook.name, "the same question has the same answer") { () throws(PluginFault) in
      if refusals.contains(where: { $0.hasPrefix("a week:") }) { return nil }
      let plugin = try fresh(configuration)
      let first = try probe.answer(of: plugin, Probes.queue, week)
      var other = Probes.queue
      other.id = "another"
      // Another queue between must change nothing, and neither must a new instance.
      _ = try? probe.answer(of: plugin, other, Probes.rows(from: Probes.monday, count: 96))
      let second = try probe.answer(of: plugin, Probes.queue, week)
      let third = try probe.answer(of: fresh(configuration), Probes.queue, week)
      if first != second { return "the second answer differs from the first" }
      return first == third ? nil : "a new instance answers differently"
    }
    report.check(hook.name, "odd queues are survived") { () throws(PluginFault) in
      for queue in [
        QueueInfo(id: ""), QueueInfo(id: "q", channel: "no such channel", zone: "No/Zone"),
        QueueInfo(id: String(repeating: "long", count: 10_000), intervalS: 3600),
        QueueInfo(id: "ü\u{1F4DE}", shrinkage: 0.99, patienceS: 0.001, concurrency: 50),
      ] {
        let plugin = try fresh(configuration)
        do throws(PluginFault) {
          _ = try probe.answer(of: plugin, queue, Probes.rows(from: Probes.monday, count: 96))
        } catch {
          guard case .refused = error.reason else { throw error }
        }
      }
      return nil
    }
  }
}
