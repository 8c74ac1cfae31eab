internal import CSandbox
internal import Glibc

/// The walls around the process of an isolated plugin, as far as this machine has them.
///
/// Landlock keeps it from files, seccomp from system calls that reach out of the process: the network,
/// writing, new programs and processes, other processes. Limits on time, memory and output need neither.
public struct Isolation: Hashable, Sendable {
  /// Whether the kernel has Landlock.
  public var keepsFiles: Bool
  /// Whether the kernel filters system calls on this processor.
  public var filtersCalls: Bool
  /// A program with a sanitizer does not work within the walls.
  public var isSanitized: Bool

  public init(keepsFiles: Bool, filtersCalls: Bool, isSanitized: Bool = false) {
    self.keepsFiles = keepsFiles
    self.filtersCalls = filtersCalls
    self.isSanitized = isSanitized
  }

  /// What there is here.
  public static var here: Isolation {
    Isolation(
      keepsFiles: sandbox_landlock() > 0, filtersCalls: sandbox_seccomp() == 1,
      isSanitized: dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil)
  }

  /// What an isolated plugin can do here that it should not, in a sentence; nil where all walls stand.
  public var gap: String? {
    switch (keepsFiles, filtersCalls) {
    case _ where isSanitized:
      "this muster was built with a sanitizer: isolated plugins can do whatever you can"
    case (true, true): nil
    case (false, true): "this kernel has no Landlock: isolated plugins can read all your files"
    case (true, false):
      "this kernel filters no system calls: isolated plugins can send over the network and start "
        + "processes"
    case (false, false):
      "this kernel has neither Landlock nor seccomp: isolated plugins can do whatever you can"
    }
  }

  /// Raises the walls around this process, which has no other threads yet, for good.
  ///
  /// `library`: The descriptor of the plugin's file. `readable`: Folders and files that can be read.
  /// Returns what could not be done that this kernel can do; nil when all is well.
  func enter(library: Int32, readable: [String]) -> String? {
    if isSanitized { return nil }
    func wrong(_ what: String, _ status: Int32) -> String? {
      status < 0 ? "\(what): \(String(cString: strerror(-status)))" : nil
    }
    if let wrong = wrong("privileges cannot be dropped", sandbox_drop_privileges()) { return wrong }
    if keepsFiles {
      let texts = readable.map { (text: String) in UnsafePointer(strdup(text)) }
      defer { for text in texts { free(UnsafeMutablePointer(mutating: text)) } }
      if let wrong = wrong("Landlock", sandbox_close_files(texts + [nil], library)) { return wrong }
    }
    return filtersCalls ? wrong("seccomp", sandbox_filter_calls()) : nil
  }

  /// What a process may have tried that ended with `exitCode`; nil for an end of its own.
  static func attempt(_ exitCode: Int32) -> String? {
    switch Int(exitCode) - SANDBOX_EXIT {
    case SANDBOX_NETWORK: "use the network"
    case SANDBOX_WRITING: "write or change a file"
    case SANDBOX_PROGRAM: "run a program"
    case SANDBOX_PROCESS: "start a process"
    case SANDBOX_OTHERS: "touch another process"
    default: nil
    }
  }

  /// What libraries and time zones are read from.
  static let readable = [
    "/usr", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store", "/etc/ld.so.cache",
    "/etc/localtime", "/etc/zoneinfo", "/proc/self", "/sys/devices/system/cpu", "/dev/null",
    "/dev/zero", "/dev/urandom",
  ]
}
