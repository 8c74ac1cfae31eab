internal import Diagnostics

/// Loads plugin files.
public struct PluginLoader: Sendable {
  /// The executable that isolated plugins run in; it must understand ``PluginServer/option``.
  public var program: String
  /// The program's version, which plugins are told.
  public var version: String
  /// How long a plugin in isolated mode may take for an answer.
  public var secondsPerCall: Double
  /// How long it may take for all its answers together; nil = sixty times as long.
  public var secondsInAll: Double?
  /// Mebibytes of address space a plugin in isolated mode may use; 0 = no limit. A program built with
  /// a sanitizer has none.
  public var memoryMegabytes: Int
  public var log: PluginLog
  /// The files that the user trusts wherever they lie.
  public var trust: PluginTrust

  public init(
    program: String = PluginSearch.programPath(), version: String, secondsPerCall: Double = 10,
    memoryMegabytes: Int = 2048, trust: PluginTrust = PluginTrust(folder: nil),
    log: @escaping PluginLog = standardPluginLog
  ) {
    self.program = program
    self.version = version
    self.secondsPerCall = secondsPerCall
    self.memoryMegabytes = memoryMegabytes
    self.log = log
    self.trust = trust
  }

  /// Loads the plugin at `path`, which the caller vouches for.
  ///
  /// With `isolated` it runs in a process of its own; `sha256` is what its file must hash to, nil =
  /// anything.
  public func load(
    _ path: String, isolated: Bool, sha256: String? = nil
  ) throws(PluginFault) -> Plugin {
    try load(try TrustedFile(path, sha256: sha256), isolated: isolated)
  }

  /// Loads a file that the search found, if it may run that way: in a process of its own what lies where
  /// the user looks for plugins, inside the program what came with it, and either way what the user
  /// trusts by its hash.
  public func load(
    _ candidate: PluginSearch.Candidate, isolated: Bool, sha256: String? = nil
  ) throws(PluginFault) -> Plugin {
    if candidate.origin.isOurs || isolated && candidate.isTrusted {
      return try load(candidate.path, isolated: isolated, sha256: sha256)
    }
    let path = candidate.path
    func fault(_ reason: PluginFault.Reason) -> PluginFault {
      PluginFault(
        plugin: path.split(separator: "/").last.map(String.init) ?? path, path: path, reason)
    }
    let records: [PluginTrust.Record]
    do { records = try trust.records() } catch {
      throw fault(.untrusted("\(error.place?.file ?? ""): \(error.what)"))
    }
    let refused = PluginFault.Reason.notTrusted(candidate.isTrusted ? .inProcess : .never)
    // A file that cannot be meant is not even read.
    guard !records.isEmpty else { throw fault(refused) }
    let file = try TrustedFile(path, sha256: sha256, isSealed: true)
    let hash = file.sha256
    guard records.contains(where: { $0.sha256 == hash }) else {
      file.release()
      let isKnown = records.contains { $0.path == file.resolved }
      throw fault(isKnown ? .notTrusted(.changed) : refused)
    }
    return try load(file, isolated: isolated)
  }

  private func load(_ file: TrustedFile, isolated: Bool) throws(PluginFault) -> Plugin {
    let path = file.path
    let runner: any PluginRunner
    do throws(PluginFault) {
      if isolated {
        runner = try IsolatedPlugin(
          file, program: program, secondsPerCall: secondsPerCall,
          secondsInAll: secondsInAll ?? 60 * secondsPerCall,
          memoryMegabytes: memoryMegabytes, log: log)
      } else {
        runner = try LoadedPlugin(
          descriptor: file.descriptor, path: path, version: version, log: log)
      }
    } catch {
      // What the dynamic linker may have taken in keeps its descriptor.
      if isolated { file.release() }
      throw error
    }
    return Plugin(runner, file: file, isIsolated: isolated)
  }
}
