internal import CMusterPlugin
public import Diagnostics

/// Why a plugin could not be used, or why what it said was not.
public struct PluginFault: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The file cannot be opened or loaded.
    case cannotOpen(String)
    /// Someone else could have changed the file or its folder.
    case untrusted(String)
    /// Only a centre's file says that it may run; nobody here has trusted it.
    case notTrusted(NotTrusted)
    /// The library exports no `muster_plugin_main`.
    case noEntryPoint
    /// It was built for another major version of the contract.
    case incompatible(plugin: UInt32)
    /// It breaks the contract: what it says of itself, or what it answered.
    case breach(String)
    /// It said no, with a status and perhaps the key path of a setting.
    case refused(status: Int32, setting: String, message: String)
    /// Its process ended.
    case died(signal: Int32, exitCode: Int32)
    /// It did not answer in time and was stopped.
    case timedOut(seconds: Double)
    /// Its answers together took too long, and it was stopped.
    case tookTooLong(seconds: Double)
    /// Isolated, it tried what such a plugin may not, and was stopped.
    case forbidden(String)
  }

  /// What is missing for a file to be run.
  public enum NotTrusted: Hashable, Sendable {
    /// It was never trusted.
    case never
    /// Another file lay there when it was.
    case changed
    /// It may run in a process of its own, and was to run inside the program.
    case inProcess
  }

  /// Its id, or the file's name while the id is not known.
  public var plugin: String
  public var path: String
  public var reason: Reason

  public init(plugin: String, path: String, _ reason: Reason) {
    self.plugin = plugin
    self.path = path
    self.reason = reason
  }
}

extension PluginFault {
  /// A sentence without plugin and path.
  public var sentence: String {
    switch reason {
    case .cannotOpen(let why): "cannot be loaded: \(why)"
    case .untrusted(let why): "is not loaded: \(why)"
    case .notTrusted(.never):
      "is not trusted: only the centre says that it may run, and nothing of it was run"
    case .notTrusted(.changed):
      "is no longer the file that was trusted: it has changed since, and nothing of it was run"
    case .notTrusted(.inProcess):
      "is not trusted, and so does not run inside muster, as isolated = false asks"
    case .noEntryPoint: "is not a plugin: it exports no muster_plugin_main"
    case .incompatible(let major):
      "speaks version \(major) of the plugin contract, this muster version "
        + "\(Contract.major).\(Contract.minor)"
    case .breach(let what): "breaks the plugin contract: \(what)"
    case .refused(let status, _, let message):
      message.isEmpty ? "gave up with status \(status)" : message
    case .died(24, _): "used an hour of processor time and was stopped"
    case .died(25, _): "wrote more than 1 MiB to its standard output and was stopped"
    case .died(31, _): "tried what an isolated plugin may not, and was stopped (signal 31)"
    case .died(let signal, _) where signal > 0: "died (signal \(signal))"
    case .died(_, let code): "ended by itself (exit code \(code))"
    case .timedOut(let seconds):
      "gave no answer within \(Self.text(seconds)) s and was stopped"
    case .tookTooLong(let seconds):
      "took more than \(Self.text(seconds)) s for all its answers and was stopped"
    case .forbidden(let what): "tried to \(what), which no isolated plugin may, and was stopped"
    }
  }

  private static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
  }

  /// What a user types to trust the file.
  public var trustCommand: String { "muster plugins trust \(shellWord(path))" }

  /// What the user is told, with a way out. A plugin that fails is one that is missing.
  public var problem: Problem {
    var kind = Problem.Kind.missingConfiguration
    var maybe: String?
    switch reason {
    case .cannotOpen, .noEntryPoint: maybe = "muster plugins check \(path) says more"
    case .untrusted, .refused(_, _, _): break
    case .notTrusted(let what):
      maybe =
        what == .inProcess
        ? "you trust whom it is from: \(trustCommand); or take isolated = false out"
        : "you trust whom it is from: \(trustCommand)"
    case .incompatible(let major):
      maybe =
        major > Contract.major
        ? "a newer muster can load it" : "it must be built again with today's header"
    case .breach:
      maybe = "tell its author: muster plugins check \(path) shows it"
    case .died, .timedOut, .tookTooLong, .forbidden:
      maybe = "tell its author; the plan can do without it when [[plugin]] is taken out"
    }
    if case .refused(MUSTER_E_CONFIG, _, _) = reason { kind = .invalidInput }
    return Problem(
      kind, at: Place(file: path), subject: "plugin \(plugin)", sentence, maybe: maybe)
  }

  /// The exit code of a run that cannot do without the plugin.
  public var exitCode: Int32 { problem.kind.exitCode }
}
