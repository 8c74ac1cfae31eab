import Files
import Glibc
import TestSupport
import Testing

/// Locks, kills and full disks: whatever happens to a run, readers find a whole plan.
@Suite(.serialized) struct CronSafetyTests {
  @Test func ofTwoRunsAtOnceOneWinsAndOneExits11() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let command = [
        musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time", "1",
      ]
      var pids: [pid_t] = []
      for name in ["first", "second"] {
        try makeFolder("\(folder)/\(name)")
        pids.append(try start(command, folder: "\(folder)/\(name)"))
      }
      let codes = pids.map(waitForExit).sorted()
      #expect(codes == [0, 11])
      let words =
        try text(of: "\(folder)/first/err") + (try text(of: "\(folder)/second/err"))
      #expect(words.contains("another run of muster holds the lock"))
    }
  }

  @Test func aRunMayWaitForTheLock() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try makeFolder("\(folder)/first")
      let pid = try start(
        [
          musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
          "0.5", "--lock-wait", "60",
        ], folder: "\(folder)/first")
      let second = try centre.plan("--lock-wait", "60")
      #expect(second.code == 0)
      #expect(waitForExit(pid) == 0)
    }
  }

  /// Kills 200 runs at instants spread over the whole run; after each, the latest plan is whole.
  @Test func killedRunsNeverLeaveAHalfPlan() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let first = try centre.latestFiles()
      let firstName = linked(centre.latest)
      // The second plan differs, so that every killed run is on its way to another one.
      try centre.change("centre.toml") { $0.replacing("0.8,", with: "0.9,") }
      var code: Int32 = -1
      let length = try microseconds { code = try centre.plan().code }
      #expect(code == 0)
      let second = try centre.latestFiles()
      let secondName = linked(centre.latest)
      #expect(firstName != secondName)

      var state: UInt64 = 20_261_123
      var killed = 0
      for _ in 0..<200 {
        try removeTree("\(centre.published)/\(secondName ?? "")")
        try switchLink(centre.latest, to: firstName ?? "")
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let delay = UInt32(Double(state >> 40) / Double(1 << 24) * Double(length) * 1.1)
        let code = try killedRun(centre, after: delay, folder: folder)
        if code == -SIGKILL { killed += 1 }
        let name = linked(centre.latest)
        #expect(name == firstName || name == secondName)
        #expect(try centre.latestFiles() == (name == firstName ? first : second))
      }
      #expect(killed > 50, "only \(killed) of 200 runs were still alive to be killed")
      #expect(try centre.plan().code == 0)
      #expect(try centre.latestFiles() == second)
      #expect(try !namesInFolder(centre.published).contains { $0.hasPrefix(".staging") })
    }
  }

  /// A limit on file sizes stands for a full disk: writes fail half way.
  @Test func aFullDiskLeavesTheLastPlan() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let before = try centre.latestFiles()
      try centre.change("centre.toml") { $0.replacing("0.8,", with: "0.9,") }
      for blocks in [0, 1, 4] {
        let result = try run([
          "sh", "-c",
          "{ trap '' XFSZ; ulimit -f \(blocks); \"$0\" plan \"$1\" --as-of 2026-11-23"
            + " --roster-time 0.05 --quiet 2>&1; } | cat",
          musterExecutable, centre.folder,
        ])
        #expect(result.output.contains("cannot be"), "\(blocks): \(result.output)")
        #expect(try centre.latestFiles() == before)
      }
      #expect(try centre.plan().code == 0)
    }
  }

  private func killedRun(
    _ centre: TinyCentre, after delay: UInt32, folder: String
  ) throws -> Int32 {
    let streams = "\(folder)/streams"
    try makeFolder(streams)
    let pid = try start(
      [
        musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
        "0.05",
      ], folder: streams)
    usleep(delay)
    kill(pid, SIGKILL)
    return waitForExit(pid)
  }
}

/// Exit code, or minus the signal.
func waitForExit(_ pid: pid_t) -> Int32 {
  var status: Int32 = 0
  while waitpid(pid, &status, 0) < 0, errno == EINTR {}
  return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
}

func microseconds(_ body: () throws -> Void) throws -> Int {
  var before = timespec()
  var after = timespec()
  clock_gettime(CLOCK_MONOTONIC, &before)
  try body()
  clock_gettime(CLOCK_MONOTONIC, &after)
  return (after.tv_sec - before.tv_sec) * 1_000_000 + (after.tv_nsec - before.tv_nsec) / 1000
}
