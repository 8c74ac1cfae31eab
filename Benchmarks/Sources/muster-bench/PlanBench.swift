import Foundation
import Tables

/// The whole chain as a user runs it: `muster plan` on the sample bank, `muster --version`.
///
/// Needs a release build beside it (`swift build -c release`), or `MUSTER_BENCH_BIN`.
func benchPlan() async throws {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let bin =
    ProcessInfo.processInfo.environment["MUSTER_BENCH_BIN"]
    ?? package.appendingPathComponent(".build/release").path
  let output = NSTemporaryDirectory() + "muster-bench-\(getpid())"
  defer { try? FileManager.default.removeItem(atPath: output) }
  let centre = package.appendingPathComponent("Forecasts/harbor-bank").path
  var table = TextTable([
    .left("command"), .right("wall"), .right("CPU"), .right("peak memory"), .right("limit"),
  ])
  let plan = try spawnAndMeasure(
    ["\(bin)/muster", "plan", centre, "--as-of", "2026-11-23", "--quiet", "--output", output])
  table.row(
    "muster plan Forecasts/harbor-bank", show(plan.spent.wall), show(plan.spent.cpu),
    "\(plan.megabytes) MB", "5 s, 300 MB")
  let again = try spawnAndMeasure(
    ["\(bin)/muster", "plan", centre, "--as-of", "2026-11-23", "--quiet", "--output", output])
  table.row(
    "the same again (no-op)", show(again.spent.wall), show(again.spent.cpu),
    "\(again.megabytes) MB", "")
  var best = try spawnAndMeasure(["\(bin)/muster", "--version"])
  for _ in 0..<20 {
    let next = try spawnAndMeasure(["\(bin)/muster", "--version"])
    if next.spent.wall < best.spent.wall { best = next }
  }
  table.row(
    "muster --version, best of 20", show(best.spent.wall), show(best.spent.cpu),
    "\(best.megabytes) MB", "30 ms")
  print(table.text(), terminator: "")
}

/// Runs a program to its end; its output is thrown away, its messages too unless they have a file.
func spawnAndMeasure(
  _ command: [String], output: String = "/dev/null", messages: String = "/dev/stderr",
  accepting codes: Set<Int32> = [0]
) throws -> (spent: Spent, megabytes: Int) {
  let start = ContinuousClock().now
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  if messages != "/dev/stderr" {
    posix_spawn_file_actions_addopen(&actions, 2, messages, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  }
  var arguments: [UnsafeMutablePointer<CChar>?] = command.map { (s: String) in strdup(s) } + [nil]
  defer { for pointer in arguments { free(pointer) } }
  var pid = pid_t()
  guard posix_spawn(&pid, command[0], &actions, nil, &arguments, environ) == 0 else {
    throw CocoaError(.fileNoSuchFile)
  }
  var status: Int32 = 0
  var usage = rusage()
  wait4(pid, &status, 0, &usage)
  guard status & 0x7f == 0, codes.contains(status >> 8) else { throw CocoaError(.executableLoad) }
  let wall = ContinuousClock().now - start
  func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
  return (
    Spent(
      wall: Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18,
      cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime)), Int(usage.ru_maxrss) / 1024
  )
}
