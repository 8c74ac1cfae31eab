// Running a program of somebody else's: no shell, its own process group, a limit on time and output, a
// stated environment, and every way in which it can fail told apart.
//
// Input and output are files without a name, so that neither side waits for the other; the program reads
// its standard input to the end or not at all.

internal import Diagnostics
internal import Files
internal import Glibc

/// One run of a program.
package struct ProgramRun {
  package enum Failure: Error, Hashable {
    case cannotStart(String)
    case timedOut(seconds: Int)
    case tooMuch(bytes: Int)
    case signal(Int32, said: String)
    case exit(Int32, said: String)
    case failed(String)

    /// Whether another run would most likely end alike.
    package var isFinal: Bool {
      switch self {
      case .cannotStart, .timedOut, .tooMuch: true
      case .signal, .exit, .failed: false
      }
    }

    /// What happened, as the rest of a sentence about the program.
    package var what: String {
      switch self {
      case .cannotStart(let why): "cannot be started: \(why)"
      case .timedOut(let seconds): "did not end in \(seconds) s and was ended"
      case .tooMuch(let bytes): "wrote more than it may, \(bytes >> 20) MB, and was ended"
      case .signal(let signal, _): "was ended by signal \(signal)"
      case .exit(let code, _): "failed with exit code \(code)"
      case .failed(let why): "could not be run: \(why)"
      }
    }

    /// The last line of its standard error.
    package var said: String? {
      switch self {
      case .signal(_, let said), .exit(_, let said): said.isEmpty ? nil : said
      case .cannotStart, .timedOut, .tooMuch, .failed: nil
      }
    }
  }

  /// Program and arguments. A program with a slash in its name is meant from ``folder``, another one is
  /// looked for in `PATH`.
  private let words: [String]
  private let folder: String
  private let environment: Environment
  private let seconds: Int
  /// Output beyond this ends the run.
  static let mostBytes = 256 << 20

  /// What a program finds in its environment.
  package enum Environment {
    /// That of this process.
    case own
    /// `PATH`, `HOME` and the like, and these: its answer should depend on nothing else.
    case few([String: String])
  }

  /// A program that may run for `seconds`, started in `folder`.
  package init(words: [String], folder: String, environment: Environment, seconds: Int) {
    self.words = words
    self.folder = folder
    self.environment = environment
    self.seconds = seconds
  }

  /// What the program writes when it is given `input`.
  package func output(of input: [UInt8]) throws(Failure) -> [UInt8] {
    let files = (input: try Self.file(input), output: try Self.file([]), words: try Self.file([]))
    defer { for file in [files.input, files.output, files.words] { close(file) } }
    let child = try start(files.input, files.output, files.words)
    try wait(for: child, files.output, files.words)
    return Self.content(files.output)
  }

  private func start(_ input: Int32, _ output: Int32, _ said: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, said, STDERR_FILENO)
    guard let changeFolder = Self.changeFolder else {
      throw .failed("this system cannot start a program in another folder")
    }
    _ = folder.withCString { changeFolder(&actions, $0) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    let arguments = words.map { (text: String) in strdup(text) }
    let variables = try variables().map { (text: String) in strdup(text) }
    defer { for text in arguments + variables { free(text) } }
    var child = pid_t()
    let code = posix_spawnp(
      &child, words.first ?? "", &actions, &attributes, arguments + [nil], variables + [nil])
    guard code == 0 else { throw .cannotStart(String(cString: strerror(code))) }
    return child
  }

  /// Waits for the end of the child, and ends it and all it started when its time is up.
  private func wait(for child: pid_t, _ output: Int32, _ said: Int32) throws(Failure) {
    let deadline = Self.now() + Double(seconds)
    var status: Int32 = 0
    var pause: UInt32 = 500
    while true {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { break }
      if ended == -1, errno != EINTR { throw .failed(String(cString: strerror(errno))) }
      let size = Self.size(output)
      let isLate = Self.now() >= deadline
      if isLate || size > Self.mostBytes {
        kill(-child, SIGKILL)
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        throw isLate ? .timedOut(seconds: seconds) : .tooMuch(bytes: size)
      }
      usleep(pause)
      pause = min(20_000, pause * 2)
    }
    // What it left running would go on writing.
    kill(-child, SIGKILL)
    let signal = status & 0x7f
    let code = (status >> 8) & 0xff
    if signal != 0 { throw .signal(signal, said: Self.lastLine(said)) }
    if code != 0 { throw .exit(code, said: Self.lastLine(said)) }
  }

  private func variables() throws(Failure) -> [String] {
    switch environment {
    case .own:
      do throws(Problem) {
        return try readFile("/proc/self/environ").split(separator: 0).map {
          String(decoding: $0, as: UTF8.self)
        }
      } catch { throw .failed(error.what) }
    case .few(let given):
      // What a program may need to start at all.
      var all = ["LC_ALL": "C.UTF-8"]
      for name in ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"] {
        if let value = getenv(name) { all[name] = String(cString: value) }
      }
      return all.merging(given) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
    }
  }

  /// `posix_spawn_file_actions_addchdir_np`, which the headers hide from Swift; in glibc since 2.29.
  private static let changeFolder:
    (
      @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>)
        -> Int32
    )? = {
      guard let symbol = dlsym(nil, "posix_spawn_file_actions_addchdir_np") else { return nil }
      return unsafeBitCast(
        symbol,
        to: (@convention(c) (
          UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>
        ) -> Int32).self)
    }()

  // MARK: - Files without a name

  private static func file(_ content: [UInt8]) throws(Failure) -> Int32 {
    do throws(Problem) {
      let file = try TemporaryFile.make(content)
      TemporaryFile.remove(file.path)
      lseek(file.descriptor, 0, SEEK_SET)
      return file.descriptor
    } catch { throw .failed(error.what) }
  }

  private static func size(_ descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  private static func content(_ descriptor: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size(descriptor))
    var count = 0
    while count < bytes.count {
      let read = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count, off_t(count))
      }
      if read <= 0 { break }
      count += read
    }
    return Array(bytes.prefix(count))
  }

  /// The last line that says something, at most 200 characters of it.
  private static func lastLine(_ descriptor: Int32) -> String {
    let text = String(decoding: content(descriptor).suffix(4096), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).last { line in
      line.contains { !$0.isWhitespace }
    }
    let printable = (line ?? "").filter {
      $0.isASCII ? $0.asciiValue.map { $0 >= 32 } ?? true : true
    }
    return String(printable.prefix(200))
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
