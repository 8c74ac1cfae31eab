import ArgumentParser
import Batches
import Diagnostics
import Files
import Glibc
import Synchronization

/// Plans many centres, each by this program in a process of its own, so many at a time.
struct BatchRun {
  /// Sorted.
  var centres: [String]
  var jobs: Int
  /// Where receipts and logs lie.
  var folder: String
  /// What every run is told beside its centre and its receipt.
  var words: [String]
  var asOf: String?
  var options: String
  var resume: Bool
  var isQuiet: Bool

  /// A run at work.
  private struct Worker {
    var centre: String
    var number: Int
    var begin = ContinuousClock.now
  }

  /// Runs all, and returns what became of them.
  ///
  /// - Throws: A ``Problem`` when no process can be started, or the run was told to end.
  func run() throws(Problem) -> BatchSummary {
    try makeFolder(folder)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { wish.store($0, ordering: .relaxed) }
    }
    defer { for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) } }
    var waiting = centres.enumerated().map { (number: $0 + 1, centre: $1) }[...]
    var running: [pid_t: Worker] = [:]
    while wish.load(ordering: .relaxed) == 0, !waiting.isEmpty || !running.isEmpty {
      while running.count < jobs, let next = waiting.popFirst() {
        if resume, let receipt = try? PlanReceipt.read(receipt(of: next.centre)),
          receipt.isCurrent(
            centre: next.centre, asOf: asOf, options: options, version: Version.text)
        {
          say(next.number, next.centre, "planned already")
          continue
        }
        let pid = try start(next.centre)
        running[pid] = Worker(centre: next.centre, number: next.number)
      }
      try reap(&running)
    }
    let signal = wish.load(ordering: .relaxed)
    guard signal == 0 else {
      for pid in running.keys { kill(pid, SIGTERM) }
      for pid in running.keys { while waitpid(pid, nil, 0) < 0, errno == EINTR {} }
      throw Problem(
        .interrupted, "interrupted: \(waiting.count + running.count) centres are not planned",
        value: "\(centres.count) in all", maybe: "give --resume to plan those alone")
    }
    return try BatchSummary(folder: folder, centres: centres, asOf: asOf)
  }

  /// Takes every run that has ended, or waits a little.
  private func reap(_ running: inout [pid_t: Worker]) throws(Problem) {
    var status: Int32 = 0
    var hasEnded = false
    for pid in running.keys.sorted() where waitpid(pid, &status, WNOHANG) == pid {
      hasEnded = true
      if let worker = running.removeValue(forKey: pid) { try finish(worker, status) }
    }
    if !hasEnded, !running.isEmpty { usleep(10_000) }
  }

  private func finish(_ worker: Worker, _ status: Int32) throws(Problem) {
    let log = "\(folder)/\(CentreList.logName(of: worker.centre))"
    let said = (try? readFile(log)) ?? []
    if said.isEmpty { try removeTree(log) }
    let path = receipt(of: worker.centre)
    if !exists(path) {
      // It could not write one itself.
      let number = status & 0x7f
      let code = number == 0 ? (status >> 8) & 0xff : 128 + number
      let words =
        number == 0 ? "the run ended with \(code)" : "the run was ended by signal \(number)"
      let line = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline).last
      try PlanReceipt(
        centre: worker.centre, asOf: asOf, options: options, exitCode: code == 0 ? 1 : code,
        message: line.map { "\(words): \($0)" } ?? words, seconds: worker.begin.secondsSince,
        finished: "\(Clock.now)", version: Version.text
      ).write(to: path)
    }
    let receipt = try PlanReceipt.read(path)
    say(
      worker.number, worker.centre,
      receipt.isGood
        ? "\(receipt.outcome.rawValue) \(receipt.plan ?? "") in \(tenths(receipt.seconds)) s"
        : Terminal.red("failed \(receipt.exitCode): ") + receipt.message)
  }

  private func receipt(of centre: String) -> String {
    "\(folder)/\(CentreList.receiptName(of: centre))"
  }

  private func say(_ number: Int, _ centre: String, _ words: String) {
    guard !isQuiet else { return }
    Terminal.say("[\(number)/\(centres.count)] \(centre): \(words)")
  }

  private func tenths(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  // MARK: - Processes

  /// Starts the run of a centre; what it says goes into its log.
  private func start(_ centre: String) throws(Problem) -> pid_t {
    try removeTree(receipt(of: centre))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, STDERR_FILENO, "\(folder)/\(CentreList.logName(of: centre))",
      O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    let command =
      ["muster", "plan"] + words + ["--quiet", "--receipt", receipt(of: centre), "--", centre]
    let arguments = command.map { (text: String) in strdup(text) }
    let variables = try readFile("/proc/self/environ").split(separator: 0).map {
      (bytes: ArraySlice<UInt8>) in strdup(String(decoding: bytes, as: UTF8.self))
    }
    defer { for text in arguments + variables { free(text) } }
    var pid = pid_t()
    let code = posix_spawn(
      &pid, "/proc/self/exe", &actions, nil, arguments + [nil], variables + [nil])
    guard code == 0 else {
      throw Problem(
        .failed, subject: centre, "no process can be started",
        value: String(cString: strerror(code)))
    }
    return pid
  }
}

/// The signal that asked the run to end; 0: none did.
private let wish = Atomic<Int32>(0)

extension BatchRun {
  /// What is left of a command line for every single run: all but what is about the many.
  static func words(_ arguments: [String]) -> [String] {
    let own = ["--centres", "--shard", "--jobs", "--receipts", "--format"]
    let flags = ["--resume", "--quiet", "-q"]
    var words: [String] = []
    var skipsNext = false
    for word in arguments.drop(while: { $0 != "plan" }).dropFirst() {
      if skipsNext {
        skipsNext = false
      } else if own.contains(word) {
        skipsNext = true
      } else if !flags.contains(word), !own.contains(where: { word.hasPrefix("\($0)=") }) {
        words.append(word)
      }
    }
    return words
  }
}
