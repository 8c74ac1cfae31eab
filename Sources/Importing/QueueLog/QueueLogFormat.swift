internal import CivilTime
internal import Diagnostics

extension ImportFormat {
  /// Asterisk's `queue_log`, all versions.
  static let queueLog = ImportFormat(
    name: "asterisk-queue-log", aliases: ["asterisk", "queue-log"],
    title: "Asterisk queue_log", keyedBy: .arrival, absent: .zero,
    recognise: { sample in
      let fitting = sample.lines.filter(isQueueLogLine)
      return !fitting.isEmpty && 2 * fitting.count > sample.lines.count
        ? "its lines are EPOCH|ID|QUEUE|AGENT|EVENT" : nil
    },
    read: { (session, inputs) throws(Problem) in try readQueueLogs(session, inputs) })
}

/// Whether a line has the form `1795183205|1795183200.1|sales|NONE|ENTERQUEUE|…`.
private func isQueueLogLine(_ line: String) -> Bool {
  let fields = line.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false)
  guard fields.count >= 5 else { return false }
  let time = fields[0].trimmingSpaces.utf8
  let event = fields[4].trimmingSpaces.utf8
  return (5...15).contains(time.count) && time.allSatisfy { $0 &- 48 <= 9 || $0 == 46 }
    && !event.isEmpty && event.allSatisfy { $0 &- 65 <= 25 || $0 == 95 }
}

private func readQueueLogs(_ session: ImportSession, _ inputs: [ImportInput]) throws(Problem) {
  session.begin(interval: session.options.intervalSeconds ?? 1800)
  // Several files may overlap: they are put in order in memory, unless they are too large for that.
  let isLarge = estimatedSize(inputs) > 500_000_000
  var run = QueueLogRun(session, isOrdered: inputs.count == 1 || isLarge)
  let ordered = try inOrderOfTime(inputs)
  if session.archive != nil, let first = ordered.first { run.resume(at: try firstTime(of: first)) }
  for input in ordered {
    let reader = try ByteReader(input)
    try reader.forEachLine { (line, number) throws(Problem) in
      run.take(line, number: number, file: reader.name)
    }
    if reader.wasCutOff {
      session.findings.say("\(reader.name) ends in the middle of its packed data.", doubt: true)
    }
  }
  run.finish()
}

/// Files by the time of their first line, so that rotated logs may be given in any order.
private func inOrderOfTime(_ inputs: [ImportInput]) throws(Problem) -> [ImportInput] {
  guard inputs.count > 1 else { return inputs }
  var dated: [(time: Int64, position: Int)] = []
  for (position, input) in inputs.enumerated() {
    dated.append((try firstTime(of: input), position))
  }
  return dated.sorted { ($0.time, $0.position) < ($1.time, $1.position) }.map {
    inputs[$0.position]
  }
}

/// The seconds with which a log begins.
private func firstTime(of input: ImportInput) throws(Problem) -> Int64 {
  let head = try ByteReader(input).head(4096)
  let digits = head.drop { $0 <= 32 }.prefix { $0 &- 48 <= 9 }.prefix(12)
  return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
}

/// Bytes of all files; those packed are taken for twelve times as large.
private func estimatedSize(_ inputs: [ImportInput]) -> Int {
  inputs.reduce(0) { sum, input in
    let size = ImportProgress.size(of: input)
    return sum + (input.name.hasSuffix(".gz") ? 12 * size : size)
  }
}
