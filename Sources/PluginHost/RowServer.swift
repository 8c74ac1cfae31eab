internal import CMusterPlugin
internal import Glibc
internal import PluginContract

/// The child's answers to row questions: rows are received into guarded memory, lent to the plugin
/// there, and sent back from there.
///
/// The memory is kept from one question to the next, since most have the same number of rows.
final class RowServer {
  private var rows = GuardedRows<muster_interval>(count: 0)
  private var work = GuardedRows<muster_work>(count: 0)
  private var requirement = GuardedRows<muster_requirement>(count: 0)

  /// Receives the rows of a question and gives back the bytes of the answer; nil when the question
  /// does not concern the plugin.
  ///
  /// Ends the process when the host's frame makes no sense.
  func answer(
    _ hook: Hook, _ question: RowQuestion, rowBytes: UInt64, _ channel: Channel,
    _ plugin: LoadedPlugin
  ) throws(PluginFault) -> UnsafeRawBufferPointer? {
    let count = Int(rowBytes) / MemoryLayout<muster_interval>.stride
    rows = refitted(rows, count)
    guard rows.bytes.count == Int(rowBytes),
      (try? channel.read(into: rows.bytes, until: nil)) != nil
    else { exit(1) }
    switch hook {
    case .overlay, .demand:
      guard
        try plugin.lend(hook, question.queue, nil, rows.start, count, out: nil)
      else { return nil }
      try check(rows.isMarginDisturbed, plugin)
      return UnsafeRawBufferPointer(rows.bytes)
    case .workload:
      work = refitted(work, count)
      for (index, row) in rows.rows.enumerated() { work.rows[index] = row.blankWork }
      return try answer(hook, question, plugin, work)
    case .requirement:
      requirement = refitted(requirement, count)
      for (index, row) in rows.rows.enumerated() {
        requirement.rows[index] = row.blankRequirement
      }
      return try answer(hook, question, plugin, requirement)
    default: return nil
    }
  }

  private func answer<Row>(
    _ hook: Hook, _ question: RowQuestion, _ plugin: LoadedPlugin, _ out: GuardedRows<Row>
  ) throws(PluginFault) -> UnsafeRawBufferPointer? {
    let before = Array(rows.rows)
    guard
      try plugin.lend(
        hook, question.queue, question.goal, rows.start, rows.count,
        out: out.start.map { UnsafeMutableRawPointer($0) })
    else { return nil }
    try check(rows.isMarginDisturbed || out.isMarginDisturbed, plugin)
    guard isSame(before, Array(rows.rows)) else {
      throw plugin.breach(LoadedPlugin.foreignWrite)
    }
    return UnsafeRawBufferPointer(out.bytes)
  }

  private func check(_ isDisturbed: Bool, _ plugin: LoadedPlugin) throws(PluginFault) {
    if isDisturbed { throw plugin.breach("it wrote before the rows it was lent") }
  }

  private func refitted<Row>(_ old: GuardedRows<Row>, _ count: Int) -> GuardedRows<Row> {
    old.count == count ? old : GuardedRows(count: count)
  }
}
