import CMusterPlugin
import Files
import Glibc
import PluginContract
import PluginHost
import TestSupport
import Testing

/// What a plugin in a process of its own can reach: nothing but the host's questions.
@Suite struct WallTests {
  static let wallsStand = Isolation.here.gap == nil

  private func liar(
    _ mode: String, path: String = "", seconds: Double = 20, log: LogBook = LogBook()
  ) throws -> Plugin? {
    guard let file = try CFixture.library("lying.c") else { return nil }
    let plugin = try makeLoader(seconds: seconds, log: log).load(file, isolated: true)
    try plugin.configure(
      PluginConfiguration(settings: ["mode": .string("\(mode)@overlay"), "path": .string(path)]))
    return plugin
  }

  private func reason(
    _ mode: String, path: String = "", seconds: Double = 20, log: LogBook = LogBook()
  ) throws -> PluginFault.Reason? {
    guard let plugin = try liar(mode, path: path, seconds: seconds, log: log) else { return nil }
    var rows = day()
    return try fault { _ = try plugin.overlay(QueueInfo(id: "q"), &rows) }?.reason
  }

  @Test(
    .enabled(if: wallsStand),
    arguments: [
      ("socket", "use the network"), ("datagram", "use the network"),
      ("write", "write or change a file"), ("fopen", "write or change a file"),
      ("remove", "write or change a file"), ("swap", "write or change a file"),
      ("mode", "write or change a file"), ("exec", "run a program"), ("fork", "start a process"),
      ("kill", "touch another process"),
    ])
  func whatReachesOutEndsThePluginByName(_ mode: String, _ what: String) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/file"
      try writeFile(path, [1, 2, 3])
      guard try CFixture.library("lying.c") != nil else { return }
      #expect(try reason(mode, path: path) == .forbidden(what))
      #expect(try readFile(path) == [1, 2, 3])
      #expect(try namesInFolder(folder) == ["file"])
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o022 == 0)
    }
  }

  @Test(.enabled(if: wallsStand)) func aFileThatIsNotThereIsNotMade() throws {
    try withTemporaryFolder { folder in
      guard try CFixture.library("lying.c") != nil else { return }
      #expect(try reason("write", path: "\(folder)/new") == .forbidden("write or change a file"))
      #expect(try namesInFolder(folder).isEmpty)
    }
  }

  /// Descriptors, files, variables and rights, as the plugin itself finds them.
  @Test(.enabled(if: wallsStand)) func itFindsNothingOfOurs() throws {
    try withTemporaryFolder { folder in
      let secret = "\(folder)/secret"
      try writeFile(secret, Array("secret".utf8))
      // An open file that programs of ours inherit.
      let inherited = open(secret, O_RDONLY)
      defer { close(inherited) }
      setenv("MUSTER_TEST_SECRET", "secret", 1)
      defer { unsetenv("MUSTER_TEST_SECRET") }
      guard let file = try CFixture.library("looking.c") else { return }
      let book = LogBook()
      let plugin = try makeLoader(log: book).load(file, isolated: true)
      try plugin.configure(PluginConfiguration(settings: ["path": .string(secret)]))
      var seen: [String: String] = [:]
      for line in book.all {
        let words = line.split(separator: " ", maxSplits: 2).last?.split(
          separator: "=", maxSplits: 1)
        if let words, words.count == 2 { seen[String(words[0])] = String(words[1]) }
      }
      // Input, output, errors, the socket and its own file.
      #expect(seen["descriptors"] == "0 1 2 3 4")
      #expect(seen["secret"] == "EACCES")
      #expect(seen["passwords"] == "EACCES")
      #expect(seen["parent"] == "EACCES")
      #expect(seen["zones"] == "read")
      #expect(seen["privileges"] == "none")
      let names = (seen["environment"] ?? "").split(separator: " ").map(String.init)
      let allowed: Set = [
        "SWIFT_BACKTRACE", "LC_ALL", "LD_LIBRARY_PATH", "MUSTER_PLUGIN_MEMORY_MB",
      ]
      #expect(!names.isEmpty && Set(names).isSubset(of: allowed), "\(names)")
    }
  }

  @Test(.enabled(if: wallsStand)) func outputIsNamedAndBounded() throws {
    let book = LogBook()
    guard try CFixture.library("lying.c") != nil else { return }
    #expect(try reason("print", log: book) == nil)
    #expect(
      book.all.contains {
        $0.hasPrefix("org.example.liar 2 wrote to its standard output or error (28 bytes)")
      }, "\(book.all)")
    let flooded = LogBook()
    #expect(try reason("flood", log: flooded) == .died(signal: 25, exitCode: 0))
    #expect(flooded.all.count == 1 && flooded.all[0].utf8.count < 400, "\(flooded.all)")
  }

  @Test func linesOfTheLogAreBounded() throws {
    let book = LogBook()
    guard try CFixture.library("lying.c") != nil else { return }
    #expect(try reason("log", log: book) == nil)
    #expect(book.all.count == 1001)
    #expect(book.all.last?.hasSuffix("says too much: what follows is left out") == true)
  }

  /// Each answer is in time, and all together are not.
  @Test func timeForAllAnswersIsBounded() throws {
    guard let file = try CFixture.library("looking.c") else { return }
    var loader = makeLoader()
    loader.secondsInAll = 2
    let plugin = try loader.load(file, isolated: true)
    try plugin.configure(PluginConfiguration(settings: ["wait": 0.2]))
    var found: PluginFault.Reason?
    var answers = 0
    for _ in 0..<20 where found == nil {
      found = try fault {
        _ = try plugin.audit(PlanInfo())
        answers += 1
      }?.reason
    }
    #expect(found == .tookTooLong(seconds: 2))
    #expect(answers < 10)
  }

  /// A plugin that loops or sleeps ends with the run that it belongs to, however that ends.
  @Test func itDoesNotOutliveItsHost() throws {
    guard let file = try CFixture.library("lying.c") else { return }
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/settings.toml", Array("mode = \"hang\"\n".utf8))
      let host = try start(
        [
          musterExecutable, "plugins", "check", file, "--settings", "\(folder)/settings.toml",
          "--part", "overlay",
        ], folder: folder)
      var children: [pid_t] = []
      for _ in 0..<500 where children.isEmpty {
        usleep(10_000)
        children = processes { $0.contains("--plugin-host") && $0.contains(file) }
          .filter { parent(of: $0) == host }
      }
      // The question that it hangs on is asked by now, or about to be.
      usleep(300_000)
      kill(host, SIGKILL)
      var status: Int32 = 0
      while waitpid(host, &status, 0) < 0, errno == EINTR {}
      #expect(!children.isEmpty)
      for _ in 0..<500 where children.contains(where: isAlive) { usleep(10_000) }
      #expect(!children.contains(where: isAlive), "\(children) live on")
    }
  }

  /// Where the kernel lacks a wall, it is said.
  @Test(.enabled(if: wallsStand)) func aMissingWallIsSaid() throws {
    guard let program = try CFixture.program("without.c") else { return }
    let whole = try muster("plugins", "list")
    #expect(!whole.errors.contains("warning:"), "\(whole.errors)")
    for (lacks, says) in [
      ("landlock", "this kernel has no Landlock: isolated plugins can read all your files"),
      ("seccomp", "this kernel filters no system calls"),
      ("both", "this kernel has neither Landlock nor seccomp"),
    ] {
      let listed = try run([program, lacks, musterExecutable, "plugins", "list"])
      #expect(listed.code == 0)
      #expect(listed.errors.contains("warning: \(says)"), "\(lacks): \(listed.errors)")
      let checked = try run([
        program, lacks, musterExecutable, "plugins", "check", swiftFixture, "--part", "overlay",
      ])
      #expect(checked.code == 0, "\(lacks): \(checked.output)")
      #expect(checked.errors.contains("warning: \(says)"))
    }
  }

  @Test func gapsAreSentences() {
    #expect(Isolation(keepsFiles: true, filtersCalls: true).gap == nil)
    for (files, calls) in [(false, true), (true, false), (false, false)] {
      #expect(
        Isolation(keepsFiles: files, filtersCalls: calls).gap?.contains("isolated plugins can")
          == true)
    }
    #expect(Isolation(keepsFiles: true, filtersCalls: true, isSanitized: true).gap != nil)
  }

  // MARK: - Processes

  private func processes(_ isMeant: ([String]) -> Bool) -> [pid_t] {
    ((try? namesInFolder("/proc")) ?? []).compactMap { pid_t($0) }.filter { pid in
      let words = ((try? readFile("/proc/\(pid)/cmdline")) ?? []).split(separator: 0)
        .map { String(decoding: $0, as: UTF8.self) }
      return isMeant(words)
    }
  }

  private func fields(of process: pid_t) -> [Substring] {
    let text = String(decoding: (try? readFile("/proc/\(process)/stat")) ?? [], as: UTF8.self)
    return text.split(separator: ")").last?.split(separator: " ") ?? []
  }

  private func parent(of process: pid_t) -> pid_t? {
    fields(of: process).dropFirst().first.flatMap { pid_t($0) }
  }

  private func isAlive(_ process: pid_t) -> Bool {
    let state = fields(of: process).first
    return state != nil && state != "Z"
  }
}
