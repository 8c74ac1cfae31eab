internal import CMusterPlugin
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
  private let log: PluginLog
  private var fault: PluginFault?
  private var isBuried = false

  /// Starts `program`, which must understand `--plugin-host`, on the checked file.
  ///
  /// `secondsPerCall` is how long an answer may take.
  init(
    _ file: TrustedFile, program: String, secondsPerCall: Double, memoryMegabytes: Int,
    log: @escaping PluginLog
  ) throws(PluginFault) {
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    let started = try Self.spawn(
      file, program: program, name: name, memoryMegabytes: memoryMegabytes)
    path = file.path
    channel = Channel(descriptor: started.descriptor)
    child = started.child
    self.secondsPerCall = secondsPerCall
    self.log = log
    identity = PluginIdentity(
      id: name, name: "", version: "", summary: "", contractMajor: 0, contractMinor: 0, hooks: [])
    let (header, text) = try receive()
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
    let until = Channel.deadline(inSeconds: secondsPerCall)
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
    let until = Channel.deadline(inSeconds: secondsPerCall)
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
    let until = Channel.deadline(inSeconds: secondsPerCall)
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
  private func receive() throws(PluginFault) -> (FrameHeader, String) {
    let until = Channel.deadline(inSeconds: secondsPerCall)
    do throws(ChannelFailure) {
      while true {
        let header = try channel.receiveHeader(until: until)
        switch FrameHeader.Kind(rawValue: header.kind) {
        case .log:
          guard header.rowBytes == 0, header.textCount <= 1 << 16 else {
            throw .garbage("it logged more than a line")
          }
          let line = try channel.receiveText(header.textCount, until: until)
          log(identity.id, min(max(header.status, MUSTER_LOG_DEBUG), MUSTER_LOG_ERROR), line)
        case .reply, .hello:
          return (header, try channel.receiveText(header.textCount, until: until))
        default: throw .garbage("its process sent something that is not a reply")
        }
      }
    } catch { throw fail(error) }
  }

  /// Ends the child and remembers why.
  private func fail(_ failure: ChannelFailure) -> PluginFault {
    let reason: PluginFault.Reason
    switch failure {
    case .closed:
      let status = bury(killing: false)
      let signal = status & 0x7f
      reason = .died(signal: signal, exitCode: signal == 0 ? (status >> 8) & 0xff : 0)
    case .timedOut:
      bury(killing: true)
      reason = .timedOut(seconds: secondsPerCall)
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
    kill(child, SIGKILL)
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    isBuried = true
    return status
  }

  // MARK: - Start

  private static func spawn(
    _ file: TrustedFile, program: String, name: String, memoryMegabytes: Int
  ) throws(PluginFault) -> (child: pid_t, descriptor: Int32) {
    let fault = { (why: String) in
      PluginFault(plugin: name, path: file.path, .cannotOpen(why))
    }
    var pair: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else {
      throw fault("socketpair: \(systemReason())")
    }
    let theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, 10)
    close(pair[1])
    guard theirs >= 0 else {
      close(pair[0])
      throw fault("fcntl: \(systemReason())")
    }
    defer { close(theirs) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The standard output belongs to the host's data.
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, theirs, PluginServer.socket)
    posix_spawn_file_actions_adddup2(&actions, file.descriptor, PluginServer.library)
    let arguments = [program, PluginServer.option, file.path].map { (text: String) in strdup(text) }
    let environment =
      (childEnvironment()
      + ["\(PluginServer.memoryVariable)=\(memoryMegabytes)"]).map { (text: String) in strdup(text)
      }
    defer { for text in arguments + environment { free(text) } }
    var child = pid_t()
    let code = posix_spawn(
      &child, program, &actions, nil, arguments + [nil], environment + [nil])
    guard code == 0 else {
      close(pair[0])
      throw fault("\(program): \(String(cString: strerror(code)))")
    }
    return (child, pair[0])
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
    case .died, .timedOut:
      kind = "breach"
      text = fault.sentence
    }
  }

  func fault(path: String) -> PluginFault {
    let text = text ?? ""
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
