internal import CMusterPlugin
internal import CSandbox
internal import Files
internal import Glibc
internal import PluginContract

/// The same shared library, loaded by a child process of ours: a bug in it costs its answer, not the
/// run.
///
/// One process per plugin, kept until the plugin is released. After a crash or a timeout the plugin
/// stays unusable and gives the same fault again.
final class IsolatedPlugin: PluginRunner {
  private(set) var identity: PluginIdentity
  private let path: String
  private let channel: Channel
  private let child: pid_t
  private let secondsPerCall: Double
  private let secondsInAll: Double
  private let log: PluginLog
  /// What it writes to its standard output and error, in memory; nil where it writes to ours.
  private let output: Int32?
  private var fault: PluginFault?
  private var isBuried = false
  private var linesLogged = 0
  /// How long it was waited for, in nanoseconds.
  private var waited: UInt64 = 0

  /// A process may be slow to start on a busy machine; that is not the plugin's time.
  private static let secondsToStart = 5.0
  /// No more lines of one plugin are passed on.
  private static let mostLines = 1000
  /// What it may write to its standard output and error.
  static let mostOutput = 1 << 20

  /// Starts `program`, which must understand `--plugin-host`, on the checked file.
  ///
  /// `secondsPerCall` is how long an answer may take, `secondsInAll` how long all of them.
  init(
    _ file: TrustedFile, program: String, secondsPerCall: Double, secondsInAll: Double,
    memoryMegabytes: Int,
    log: @escaping PluginLog
  ) throws(PluginFault) {
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    let started = try Self.spawn(
      file, program: program, name: name, memoryMegabytes: memoryMegabytes)
    path = file.path
    channel = Channel(descriptor: started.descriptor)
    child = started.child
    output = started.output
    self.secondsPerCall = secondsPerCall
    self.secondsInAll = min(max(secondsInAll, 0), 1e6)
    self.log = log
    identity = PluginIdentity(
      id: name, name: "", version: "", summary: "", contractMajor: 0, contractMinor: 0, hooks: [])
    let (header, text) = try receive(more: Self.secondsToStart)
    guard header.status == MUSTER_OK else {
      bury(killing: true)
      let reported = try? ContractCoding.value(ReportedFault.self, of: text)
      throw reported?.fault(path: path)
        ?? PluginFault(plugin: name, path: path, .cannotOpen(text))
    }
    guard let identity = try? ContractCoding.value(PluginIdentity.self, of: text),
      PluginIdentity.isID(identity.id)
    else { throw fail(.garbage("its process introduced itself wrongly")) }
    self.identity = identity
    self.identity.name = plain(identity.name)
    self.identity.version = plain(identity.version)
    self.identity.summary = plain(identity.summary)
  }

  deinit {
    // The child reads the end of the file and leaves; it is not waited for longer than a moment.
    close(channel.descriptor)
    if !isBuried {
      var status: Int32 = 0
      for _ in 0..<50 where !isBuried {
        if waitpid(child, &status, WNOHANG) == child { isBuried = true } else { usleep(2000) }
      }
      if !isBuried { bury(killing: true) }
    }
    passOutputOn()
    if let output { close(output) }
  }

  var usage: ProcessUsage? {
    guard !isBuried, let pages = try? readFile("/proc/\(child)/statm"),
      let names = try? namesInFolder("/proc/\(child)/fd")
    else { return nil }
    let words = String(decoding: pages, as: UTF8.self).split(separator: " ")
    guard words.count > 1, let resident = Int(words[1]) else { return nil }
    return ProcessUsage(
      residentBytes: resident * Int(sysconf(Int32(_SC_PAGESIZE))), files: names.count)
  }

  // MARK: - Calls

  func configure(_ json: String) throws(PluginFault) {
    _ = try exchange(FrameHeader(kind: FrameHeader.Kind.configure.rawValue), json)
  }

  func change(
    _ hook: Hook, _ queue: QueueInfo, _ rows: inout [muster_interval]
  ) throws(PluginFault) -> Bool {
    let reply = try exchange(rows: rows, hook, RowQuestion(queue: queue, goal: nil))
    guard reply.status != MUSTER_PASS else { return false }
    let (until, start) = (deadline, Channel.now())
    defer { waited += Channel.now() - start }
    do throws(ChannelFailure) {
      try rows.withUnsafeMutableBufferPointer { (buffer) throws(ChannelFailure) in
        try channel.receiveRows(reply.rowBytes, into: buffer, until: until)
      }
    } catch { throw fail(error) }
    return true
  }

  func run(_ call: RowCall) throws(PluginFault) -> RowAnswer? {
    let reply = try exchange(
      rows: call.rows, call.hook, RowQuestion(queue: call.queue, goal: call.goal))
    guard reply.status != MUSTER_PASS else { return nil }
    let (until, start) = (deadline, Channel.now())
    defer { waited += Channel.now() - start }
    do throws(ChannelFailure) {
      switch call.hook {
      case .workload:
        var out = call.rows.map(\.blankWork)
        try out.withUnsafeMutableBufferPointer { (buffer) throws(ChannelFailure) in
          try channel.receiveRows(reply.rowBytes, into: buffer, until: until)
        }
        return .work(out)
      default:
        var out = call.rows.map(\.blankRequirement)
        try out.withUnsafeMutableBufferPointer { (buffer) throws(ChannelFailure) in
          try channel.receiveRows(reply.rowBytes, into: buffer, until: until)
        }
        return .requirement(out)
      }
    } catch { throw fail(error) }
  }

  /// Sends a question about rows and waits for the head of its reply.
  private func exchange(
    rows: [muster_interval], _ hook: Hook, _ question: RowQuestion
  ) throws(PluginFault) -> Reply {
    let text: String
    do throws(ContractMismatch) { text = try ContractCoding.text(question) } catch {
      throw PluginFault(
        plugin: identity.id, path: path,
        .refused(
          status: MUSTER_E_QUESTION, setting: "", message: "\(error.path) \(error.what)"))
    }
    return try exchange(
      FrameHeader(kind: FrameHeader.Kind.rows.rawValue, hook: Self.index(of: hook)), text,
      rows: rows)
  }

  func ask(_ hook: Hook, _ question: String) throws(PluginFault) -> String? {
    let reply = try exchange(
      FrameHeader(kind: FrameHeader.Kind.ask.rawValue, hook: Self.index(of: hook)), question)
    return reply.status == MUSTER_PASS ? nil : reply.text
  }

  static func index(of hook: Hook) -> UInt32 {
    UInt32(Hook.allCases.firstIndex(of: hook) ?? 0)
  }

  // MARK: - Frames

  private struct Reply {
    var status: Int32
    var text: String
    var rowBytes: UInt64
  }

  /// Sends a question and waits for the head and text of its reply.
  private func exchange(
    _ header: FrameHeader, _ text: String, rows: [muster_interval] = []
  ) throws(PluginFault) -> Reply {
    if let fault { throw fault }
    let until = deadline
    do throws(ChannelFailure) {
      let failure = rows.withUnsafeBytes { bytes in
        attempt { () throws(ChannelFailure) in
          try channel.send(header, text: text, rows: bytes, until: until)
        }
      }
      if let failure { throw failure }
    } catch { throw fail(error) }
    let (reply, answer) = try receive()
    guard reply.status == MUSTER_OK || reply.status == MUSTER_PASS else {
      if reply.rowBytes != 0 { throw fail(.garbage("it sent rows with an error")) }
      let reported = try? ContractCoding.value(ReportedFault.self, of: answer)
      let fault =
        reported?.fault(path: path)
        ?? PluginFault(
          plugin: identity.id, path: path,
          .refused(status: reply.status, setting: "", message: answer))
      throw fault
    }
    return Reply(status: reply.status, text: answer, rowBytes: reply.rowBytes)
  }

  /// The next reply; log frames before it are passed on.
  ///
  /// `more`: Seconds to wait longer than for an answer.
  private func receive(more: Double = 0) throws(PluginFault) -> (FrameHeader, String) {
    let (until, start) = (deadline + UInt64(more * 1e9), Channel.now())
    defer { waited += Channel.now() - start }
    do throws(ChannelFailure) {
      while true {
        let header = try channel.receiveHeader(until: until)
        switch FrameHeader.Kind(rawValue: header.kind) {
        case .log:
          guard header.rowBytes == 0, header.textCount <= 1 << 16 else {
            throw .garbage("it logged more than a line")
          }
          let line = try channel.receiveText(header.textCount, until: until)
          // A plugin that never stops logging leaves nothing to wait for.
          guard Channel.now() < until else { throw .timedOut }
          linesLogged += 1
          guard linesLogged <= Self.mostLines else { continue }
          log(identity.id, min(max(header.status, MUSTER_LOG_DEBUG), MUSTER_LOG_ERROR), line)
          if linesLogged == Self.mostLines {
            log(identity.id, MUSTER_LOG_WARNING, "says too much: what follows is left out")
          }
        case .reply, .hello:
          return (header, try channel.receiveText(header.textCount, until: until))
        default: throw .garbage("its process sent something that is not a reply")
        }
      }
    } catch { throw fail(error) }
  }

  /// When the answer that is waited for must be there: a while from now, and within what is left of the
  /// time for all.
  private var deadline: UInt64 {
    let all = UInt64(secondsInAll * 1e9)
    return min(
      Channel.deadline(inSeconds: secondsPerCall), Channel.now() + (all > waited ? all - waited : 0)
    )
  }

  /// Ends the child and remembers why.
  private func fail(_ failure: ChannelFailure) -> PluginFault {
    let reason: PluginFault.Reason
    switch failure {
    case .closed:
      let status = bury(killing: false)
      let signal = status & 0x7f
      let code = signal == 0 ? (status >> 8) & 0xff : 0
      reason =
        Isolation.attempt(code).map { .forbidden($0) } ?? .died(signal: signal, exitCode: code)
    case .timedOut:
      bury(killing: true)
      reason =
        Double(waited) * 1e-9 + secondsPerCall > secondsInAll
        ? .tookTooLong(seconds: secondsInAll) : .timedOut(seconds: secondsPerCall)
    case .garbage(let what):
      bury(killing: true)
      reason = .breach(what)
    }
    let fault = PluginFault(plugin: identity.id, path: path, reason)
    self.fault = fault
    return fault
  }

  /// Waits for the child's end, at most a second when it is not killed first.
  @discardableResult private func bury(killing: Bool) -> Int32 {
    guard !isBuried else { return 0 }
    var status: Int32 = 0
    if !killing {
      for _ in 0..<500 {
        if waitpid(child, &status, WNOHANG) == child {
          isBuried = true
          return status
        }
        usleep(2000)
      }
    }
    // With all it may have started, where system calls are not filtered.
    kill(-child, SIGKILL)
    kill(child, SIGKILL)
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    isBuried = true
    return status
  }

  /// Says once, under the plugin's name, what it wrote to its standard output and error: the last line,
  /// which is where a runtime says why it gives up.
  private func passOutputOn() {
    guard let output else { return }
    var status = stat()
    guard fstat(output, &status) == 0, status.st_size > 0 else { return }
    let size = Int(status.st_size)
    var bytes = [UInt8](repeating: 0, count: min(size, 2000))
    let count = bytes.withUnsafeMutableBytes {
      pread(output, $0.baseAddress, $0.count, off_t(size - $0.count))
    }
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).last ?? ""
    log(
      identity.id, MUSTER_LOG_WARNING,
      "wrote to its standard output or error (\(size) bytes): \(plain(String(line)).prefix(200))")
  }

  // MARK: - Start

  private struct Started {
    var child: pid_t
    var descriptor: Int32
    var output: Int32?
  }

  /// Starts the child with four descriptors of its own: no input, one place for all output, the socket
  /// and the plugin's file. What else it inherits it closes before it loads anything.
  private static func spawn(
    _ file: TrustedFile, program: String, name: String, memoryMegabytes: Int
  ) throws(PluginFault) -> Started {
    let fault = { (why: String) in
      PluginFault(plugin: name, path: file.path, .cannotOpen(why))
    }
    var pair: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else {
      throw fault("socketpair: \(systemReason())")
    }
    // Clear of the numbers that the child is given, and of standard streams that are closed.
    let ends = pair.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
    for low in pair { close(low) }
    let (ours, theirs) = (ends[0], ends[1])
    guard ours >= 0, theirs >= 0 else {
      for end in ends where end >= 0 { close(end) }
      throw fault("fcntl: \(systemReason())")
    }
    let output = outputFile()
    defer { close(theirs) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output ?? STDERR_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output ?? STDERR_FILENO, STDERR_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, theirs, PluginServer.socket)
    posix_spawn_file_actions_adddup2(&actions, file.descriptor, PluginServer.library)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // No signal is ignored or held back because it was so here.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    posix_spawnattr_setpgroup(&attributes, 0)
    let arguments = [program, PluginServer.option, file.path].map { (text: String) in strdup(text) }
    let environment =
      (childEnvironment()
      + ["\(PluginServer.memoryVariable)=\(memoryMegabytes)"]).map { (text: String) in strdup(text)
      }
    defer { for text in arguments + environment { free(text) } }
    var child = pid_t()
    let code = posix_spawn(
      &child, program, &actions, &attributes, arguments + [nil], environment + [nil])
    guard code == 0 else {
      close(ours)
      if let output { close(output) }
      throw fault("\(program): \(String(cString: strerror(code)))")
    }
    return Started(child: child, descriptor: ours, output: output)
  }

  /// A file in memory for what the child writes; nil where there is none, and for a program with a
  /// sanitizer, whose reports are to be seen.
  private static func outputFile() -> Int32? {
    guard !Isolation.here.isSanitized else { return nil }
    let low = sandbox_memory_file("output")
    guard low >= 0 else { return nil }
    let high = fcntl(low, F_DUPFD_CLOEXEC, 10)
    close(low)
    return high >= 0 ? high : nil
  }

  /// What the child needs of the environment, and nothing else: answers must not depend on it.
  private static func childEnvironment() -> [String] {
    // A crashing plugin is reported by us; a backtrace would take seconds.
    var all = ["SWIFT_BACKTRACE=enable=no", "LC_ALL=C"]
    for name in ["LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"] {
      if let value = getenv(name) { all.append("\(name)=\(String(cString: value))") }
    }
    return all
  }
}

/// The text part of a row question.
struct RowQuestion: ContractCodable {
  var queue: QueueInfo
  var goal: GoalInfo?
}

/// A fault as the child reports it.
struct ReportedFault: ContractCodable {
  var plugin: String
  var kind: String
  var status: Int32?
  var setting: String?
  var text: String?
  var major: UInt32?

  init(_ fault: PluginFault) {
    plugin = fault.plugin
    switch fault.reason {
    case .cannotOpen(let why):
      kind = "cannot-open"
      text = why
    case .untrusted(let why):
      kind = "untrusted"
      text = why
    case .noEntryPoint: kind = "no-entry-point"
    case .incompatible(let major):
      kind = "incompatible"
      self.major = major
    case .breach(let what):
      kind = "breach"
      text = what
    case .refused(let status, let setting, let message):
      kind = "refused"
      self.status = status
      self.setting = setting
      text = message
    case .died, .timedOut, .tookTooLong, .forbidden, .notTrusted:
      kind = "breach"
      text = fault.sentence
    }
  }

  func fault(path: String) -> PluginFault {
    let text = plain(text ?? "")
    let reason: PluginFault.Reason =
      switch kind {
      case "untrusted": .untrusted(text)
      case "no-entry-point": .noEntryPoint
      case "incompatible": .incompatible(plugin: major ?? 0)
      case "breach": .breach(text)
      case "refused":
        .refused(status: status ?? MUSTER_E_INTERNAL, setting: setting ?? "", message: text)
      default: .cannotOpen(text)
      }
    return PluginFault(plugin: plugin, path: path, reason)
  }
}
