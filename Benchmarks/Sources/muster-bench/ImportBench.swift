import Foundation
import Tables

/// A hundred megabytes of intervals and a gigabyte of `queue_log` as a user imports them, beside Polars and
/// DuckDB on the same files (`pip install polars duckdb`).
///
/// Needs a release build beside it (`swift build -c release`), or `MUSTER_BENCH_BIN`. The peers group the
/// intervals, and of the log pair the entries with their answers and ends: less than an import does.
func benchImport() async throws {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let bin =
    ProcessInfo.processInfo.environment["MUSTER_BENCH_BIN"]
    ?? package.appendingPathComponent(".build/release").path
  let folder = NSTemporaryDirectory() + "muster-bench-\(getpid())"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  var table = TextTable([
    .left("import"), .right("wall"), .right("CPU"), .right("peak memory"), .right("limit"),
  ])
  let files = [
    ("100 MB of intervals", "\(folder)/interval.csv", Sample.intervals, "2 s", intervalPeers),
    ("1 GB of queue_log", "\(folder)/queue_log", Sample.log, "20 s, 300 MB", logPeers),
  ]
  for (name, path, write, limit, peers) in files {
    try write(path)
    let own = try spawnAndMeasure([
      "\(bin)/muster", "import", path, "--timezone", "America/New_York", "--quiet", "--to",
      "\(folder)/history.csv",
    ])
    table.row(name, show(own.spent.wall), show(own.spent.cpu), "\(own.megabytes) MB", limit)
    for (peer, script) in peers {
      guard hasPython(peer) else { continue }
      let spent = try spawnAndMeasure([
        "/usr/bin/env", "python3", "-c", script, path, "\(folder)/peer.csv",
      ])
      table.row(
        "  \(peer)", show(spent.spent.wall), show(spent.spent.cpu), "\(spent.megabytes) MB", "")
    }
    try FileManager.default.removeItem(atPath: path)
  }
  print(table.text(), terminator: "")
}

private func hasPython(_ module: String) -> Bool {
  linesOfPython(
    "import importlib.util, sys; print(importlib.util.find_spec(sys.argv[1]) is not None)",
    [module]) == ["True"]
}

private let intervalPeers = [
  (
    "polars",
    """
    import sys, polars as pl
    pl.read_csv(sys.argv[1], try_parse_dates=True).group_by("interval_start", "queue").agg(
      pl.sum("offered", "handled", "abandoned", "handle_s")
    ).sort("interval_start", "queue").write_csv(sys.argv[2])
    """
  ),
  (
    "duckdb",
    """
    import sys, duckdb
    duckdb.sql(f\"\"\"COPY (SELECT interval_start, queue, sum(offered), sum(handled), sum(abandoned),
      sum(handle_s) FROM read_csv('{sys.argv[1]}') GROUP BY 1, 2 ORDER BY 1, 2) TO '{sys.argv[2]}' (HEADER)\"\"\")
    """
  ),
]

private let logPeers = [
  (
    "duckdb",
    """
    import sys, duckdb
    duckdb.sql(f\"\"\"COPY (SELECT min(time) FILTER (event = 'ENTERQUEUE') // 1800 * 1800 AS start, queue,
      count(*) FILTER (event = 'ENTERQUEUE') AS offered, count(*) FILTER (event = 'CONNECT') AS handled,
      count(*) FILTER (event = 'ABANDON') AS abandoned
      FROM (SELECT column0 AS time, column1 AS call, column2 AS queue, column4 AS event FROM
        read_csv('{sys.argv[1]}', delim='|', header=false, all_varchar=false, null_padding=true,
          ignore_errors=true)) GROUP BY queue, call) TO '{sys.argv[2]}' (HEADER)\"\"\")
    """
  )
]

/// Files as a telephone system of fifty queues, or five, would leave them.
private enum Sample {
  @Sendable static func intervals(_ path: String) throws {
    let writer = try FileWriter(path)
    writer.add("interval_start,queue,offered,handled,abandoned,handle_s\n")
    var random = Minimal(state: 1)
    let format = ISO8601DateFormatter()
    var second = 1_672_531_200
    while writer.count < 100_000_000 {
      let start = format.string(from: Date(timeIntervalSince1970: Double(second)))
      for queue in 0..<50 {
        let offered = random.below(60)
        let lost = random.below(1 + offered / 10)
        let handled = offered - lost
        writer.add(
          "\(start),queue-\(queue),\(offered),\(handled),\(lost),\(handled * (150 + random.below(250)))\n"
        )
      }
      second += 1800
    }
    writer.end()
  }

  @Sendable static func log(_ path: String) throws {
    let writer = try FileWriter(path)
    var random = Minimal(state: 2)
    var waiting: [(time: Int, line: String)] = []
    let queues = ["sales", "support", "billing", "retail", "vip"]
    var (time, call) = (1_735_689_600, 0)
    writer.add("\(time)|NONE|NONE|NONE|QUEUESTART|\n")
    while writer.count < 1_000_000_000 {
      time += random.below(4)
      call += 1
      let head = "\(time).\(call)|\(queues[random.below(5)])"
      let (wait, talk) = (random.below(90), 20 + random.below(580))
      waiting.append((time, "\(time)|\(head)|NONE|ENTERQUEUE||1555\(call % 10_000_000)|1\n"))
      if random.below(100) < 8 {
        waiting.append((time + wait, "\(time + wait)|\(head)|NONE|ABANDON|1|1|\(wait)\n"))
      } else {
        let agent = "PJSIP/\(100 + call % 200)"
        let end = time + wait + talk
        waiting.append((time + wait, "\(time + wait)|\(head)|\(agent)|CONNECT|\(wait)|1.1|3\n"))
        waiting.append((end, "\(end)|\(head)|\(agent)|COMPLETECALLER|\(wait)|\(talk)|1\n"))
      }
      guard call % 20_000 == 0 else { continue }
      waiting.sort { $0.time < $1.time }
      let done = waiting.firstIndex { $0.time >= time } ?? waiting.count
      for (_, line) in waiting[..<done] { writer.add(line) }
      waiting.removeFirst(done)
    }
    writer.end()
  }
}

/// Writes a large file in pieces.
private final class FileWriter {
  private let file: FileHandle
  private var piece: [UInt8] = []
  private(set) var count = 0

  init(_ path: String) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  func add(_ text: String) {
    piece.append(contentsOf: text.utf8)
    count += text.utf8.count
    if piece.count > 1 << 20 { flush() }
  }

  private func flush() {
    file.write(Data(piece))
    piece.removeAll(keepingCapacity: true)
  }

  func end() {
    flush()
    try? file.close()
  }
}

/// The generator of POSIX's example; the same on every machine.
private struct Minimal {
  var state: UInt64
  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
