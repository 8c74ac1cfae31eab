import Foundation

/// `muster-bench [NAME…]` prints the measurements of the parts named, or of all.
@main
struct Bench {
  /// One part a file; a new part is one more line here.
  static let parts: [(name: String, run: @Sendable () async throws -> Void)] = [
    ("erlang", benchErlang),
    ("batch", benchBatch),
    ("simulate", benchSimulate),
    ("varying", benchVarying),
    ("import", benchImport),
    ("plan", benchPlan),
    ("plugins", benchPlugins),
    ("forecast", benchForecast),
    ("peers", benchForecastPeers),
    ("roster", benchRoster),
    ("service", benchService),
    ("nurse", benchNurse),
  ]

  static func main() async throws {
    let asked = CommandLine.arguments.dropFirst()
    for name in asked where !parts.contains(where: { $0.name == name }) {
      print("There is no part \(name); parts: \(parts.map(\.name).joined(separator: ", ")).")
      exit(2)
    }
    for part in parts where asked.isEmpty || asked.contains(part.name) {
      print("== \(part.name)")
      try await part.run()
      print("")
    }
  }
}

/// Wall and CPU seconds of a piece of work; on a busy machine only the CPU seconds mean something.
struct Spent {
  var wall: Double
  var cpu: Double
}

/// Runs `work` once.
func measure(_ work: () async throws -> Void) async rethrows -> Spent {
  let watch = Watch()
  try await work()
  return watch.spent
}

/// The same of work on the calling thread alone.
func measureAlone(_ work: () throws -> Void) rethrows -> Spent {
  let watch = Watch()
  try work()
  return watch.spent
}

/// What has been spent since it was made.
private struct Watch {
  private let cpuAtStart = Self.cpu
  private let start = ContinuousClock().now

  private static var cpu: Double {
    let usage = resources()
    return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) * 1e-6
      + Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) * 1e-6
  }

  var spent: Spent {
    let wall = ContinuousClock().now - start
    return Spent(
      wall: Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18,
      cpu: Self.cpu - cpuAtStart)
  }
}

/// What this process has used so far.
func resources() -> rusage {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage
}

/// Seconds as a person reads them.
func show(_ seconds: Double) -> String {
  switch seconds {
  case ..<1e-6: String(format: "%.0f ns", seconds * 1e9)
  case ..<1e-3: String(format: "%.2f µs", seconds * 1e6)
  case ..<1: String(format: "%.1f ms", seconds * 1e3)
  default: String(format: "%.2f s", seconds)
  }
}

/// Where reference data lies: `$MUSTER_SHARED`, or `shared` beside the repository.
let sharedFolder: String = {
  if let folder = ProcessInfo.processInfo.environment["MUSTER_SHARED"] { return folder }
  return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared").path
}()
