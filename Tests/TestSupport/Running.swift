internal import Files
public import Glibc

/// What a finished process left.
public struct Finished: Sendable {
  /// Exit code, or minus the number of the signal that ended it.
  public var code: Int32
  public var output: String
  public var errors: String
}

/// The executable that `swift test` built beside the running test bundle.
public let musterExecutable: String = {
  let own = linked("/proc/self/exe") ?? ""
  let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  return folder.joined(separator: "/") + "/muster"
}()

/// Runs `muster` with the arguments and waits for it.
public func muster(
  _ arguments: String..., input: String = "", environment: [String: String] = [:]
) throws -> Finished {
  try run([musterExecutable] + arguments, input: input, environment: environment)
}

/// Runs a program and waits for it; its streams go through temporary files.
public func run(
  _ command: [String], input: String = "", environment: [String: String] = [:]
) throws -> Finished {
  try withTemporaryFolder { folder in
    try writeFile("\(folder)/in", Array(input.utf8))
    let pid = try start(command, folder: folder, environment: environment)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return Finished(
      code: status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f),
      output: try text(of: "\(folder)/out"), errors: try text(of: "\(folder)/err"))
  }
}

/// Starts a program whose streams are the files `in`, `out` and `err` of `folder`.
public func start(
  _ command: [String], folder: String, environment: [String: String] = [:]
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, "\(folder)/in", O_RDONLY | O_CREAT, 0o600)
  posix_spawn_file_actions_addopen(&actions, 1, "\(folder)/out", O_WRONLY | O_CREAT, 0o600)
  posix_spawn_file_actions_addopen(&actions, 2, "\(folder)/err", O_WRONLY | O_CREAT, 0o600)
  var variables: [String: String] = [:]
  for name in [
    "PATH", "HOME", "LD_LIBRARY_PATH", "TZDIR", "MUSTER_SHARED", "ASAN_OPTIONS", "TSAN_OPTIONS",
  ] {
    if let value = getenv(name) { variables[name] = String(cString: value) }
  }
  variables["SWIFT_BACKTRACE"] = "enable=no"
  // What the user who runs the tests trusts changes nothing.
  variables["MUSTER_CONFIG"] = "/nowhere/muster"
  variables.merge(environment) { $1 }
  var argv: [UnsafeMutablePointer<CChar>?] = command.map { (s: String) in strdup(s) } + [nil]
  var envp: [UnsafeMutablePointer<CChar>?] =
    variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for pointer in argv + envp { free(pointer) } }
  var pid = pid_t()
  let code = posix_spawnp(&pid, command[0], &actions, nil, &argv, &envp)
  guard code == 0 else {
    throw NotStarted(command: command, reason: String(cString: strerror(code)))
  }
  return pid
}

public struct NotStarted: Error {
  public var command: [String]
  public var reason: String
}
