internal import CMusterPlugin
public import Diagnostics

/// Why a plugin could not be used, or why what it said was not.
public struct PluginFault: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The file cannot be opened or loaded.
    case cannotOpen(String)
    /// Someone else could have changed the file or its folder.
    case untrusted(String)
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
    case .noEntryPoint: "is not a plugin: it exports no muster_plugin_main"
    case .incompatible(let major):
      "speaks version \(major) of the plugin contract, this muster version "
        + "\(Contract.major).\(Contract.minor)"
    case .breach(let what): "breaks the plugin contract: \(what)"
    case .refused(let status, _, let message):
      message.isEmpty ? "gave up with status \(status)" : message
    case .died(let signal, _) where signal > 0: "died (signal \(signal))"
    case .died(_, let code): "ended by itself (exit code \(code))"
    case .timedOut(let seconds):
      "gave no answer within \(seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)") s "
        + "and was stopped"
    }
  }

  /// What the user is told, with a way out.
  public var problem: Problem {
    let kind: Problem.Kind
    var maybe: String?
    switch reason {
    case .cannotOpen, .noEntryPoint:
      kind = .missingConfiguration
      maybe = "muster plugins check \(path) says more"
    case .untrusted: kind = .missingConfiguration
    case .incompatible(let major):
      kind = .missingConfiguration
      maybe =
        major > Contract.major
        ? "a newer muster can load it" : "it must be built again with today's header"
    case .refused(MUSTER_E_CONFIG, _, _): kind = .invalidInput
    case .refused: kind = .failed
    case .breach:
      kind = .failed
      maybe = "tell its author: muster plugins check \(path) shows it"
    case .died, .timedOut:
      kind = .failed
      maybe = "tell its author; the plan can do without it when [[plugin]] is taken out"
    }
    return Problem(
      kind, at: Place(file: path), subject: "plugin \(plugin)", sentence, maybe: maybe)
  }

  /// The exit code of a run that cannot do without the plugin.
  public var exitCode: Int32 { problem.kind.exitCode }
}
