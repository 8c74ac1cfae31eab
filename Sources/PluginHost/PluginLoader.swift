/// Loads plugin files.
public struct PluginLoader: Sendable {
  /// The executable that isolated plugins run in; it must understand ``PluginServer/option``.
  public var program: String
  /// The program's version, which plugins are told.
  public var version: String
  /// How long a plugin in isolated mode may take for an answer.
  public var secondsPerCall: Double
  /// Mebibytes of address space a plugin in isolated mode may use; 0 = no limit. A program built with
  /// a sanitizer has none.
  public var memoryMegabytes: Int
  public var log: PluginLog

  public init(
    program: String = PluginSearch.programPath(), version: String, secondsPerCall: Double = 10,
    memoryMegabytes: Int = 4096, log: @escaping PluginLog = standardPluginLog
  ) {
    self.program = program
    self.version = version
    self.secondsPerCall = secondsPerCall
    self.memoryMegabytes = memoryMegabytes
    self.log = log
  }

  /// Loads the plugin at `path`.
  ///
  /// With `isolated` it runs in a process of its own; `sha256` is what its file must hash to, nil =
  /// anything.
  public func load(
    _ path: String, isolated: Bool, sha256: String? = nil
  ) throws(PluginFault) -> Plugin {
    let file = try TrustedFile(path, sha256: sha256)
    let runner: any PluginRunner
    do throws(PluginFault) {
      if isolated {
        runner = try IsolatedPlugin(
          file, program: program, secondsPerCall: secondsPerCall,
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
