import Files
import TestSupport

/// A history of several queues, small and less small, with names that must be quoted, in a file.
struct ManyQueues {
  let path: String
  private let names = ["a, first", "b \"x\"", "c", "d", "e", "ü"]

  /// `hasShort`: Also a queue whose history is too short. `padding`: Bytes of a column that nobody reads, in
  /// every row. `isByTime`: The rows of all queues are in the order of their time.
  init(
    in folder: String, hasShort: Bool = false, padding: Int = 0, isByTime: Bool = false
  ) throws {
    path = "\(folder)/queues.csv"
    let times = TinyCentre.history(from: "2026-07-06", days: 138).split(separator: "\n").dropFirst()
      .compactMap { $0.split(separator: ",").first }
    var state: UInt64 = 7
    func rows(_ name: String, _ times: ArraySlice<Substring>) -> [(time: Substring, row: String)] {
      let quoted =
        name.contains { "\",".contains($0) } ? "\"\(name.replacing("\"", with: "\"\""))\"" : name
      return times.map { time in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (time, "\(quoted),\(time),\(Int(state >> 40) % (3 + 2 * name.utf8.count))")
      }
    }
    let all = times[...]
    var lines = names.flatMap { rows($0, all) }
    if hasShort { lines += rows("short", all.suffix(40)) }
    if isByTime {
      lines = lines.enumerated().sorted {
        ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
      }.map(\.element)
    }
    let end = [UInt8(ascii: ",")] + Array(repeating: UInt8(ascii: "x"), count: padding) + [10]
    var bytes = Array("queue,interval_start,offered,note\n".utf8)
    bytes.reserveCapacity(lines.count * (60 + padding))
    for line in lines { bytes += Array(line.row.utf8) + end }
    try writeUnsynced(path, bytes)
  }

  /// What every run of a command is told.
  func words(_ command: String) -> [String] {
    [musterExecutable, command, "--history", path, "--timezone", "America/New_York"]
      + (command == "backtest"
        ? ["--weeks", "2", "--as-of", "2026-11-21"] : ["--as-of", "2026-11-16"])
  }
}

extension String {
  /// The lines after the first, each with its end.
  var body: [String] { split(separator: "\n").dropFirst().map { $0 + "\n" } }
}
