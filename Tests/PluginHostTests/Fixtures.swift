import CMusterPlugin
import Files
import Glibc
import PluginContract
import PluginHost
import Synchronization
import TestSupport

/// Beside the test runner: products of the package, which `swift test` builds.
let buildFolder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
  .dropLast().joined(separator: "/")
let swiftFixture = "\(buildFolder)/libfixture-swift-plugin.so"

/// Collects what plugins log.
final class LogBook: Sendable {
  private let lines = Mutex<[String]>([])
  var log: PluginLog {
    { plugin, level, message in
      self.lines.withLock { $0.append("\(plugin) \(level) \(message)") }
    }
  }
  var all: [String] { lines.withLock { $0 } }
}

func makeLoader(seconds: Double = 20, log: LogBook = LogBook()) -> PluginLoader {
  PluginLoader(
    program: musterExecutable, version: "test", secondsPerCall: seconds, memoryMegabytes: 1024,
    log: log.log)
}

/// A day of 15-minute rows from local midnight, at UTC.
func day(count: Int = 96, volume: Double = 10, aht: Double = 100) -> [muster_interval] {
  (0..<count).map { i in
    muster_interval(
      start_unix: Int64(i) * 900, length_s: 900, utc_offset_s: 0, volume: volume, aht_s: aht,
      low80: volume * 0.8, high80: volume * 1.2, low95: volume * 0.7, high95: volume * 1.3,
      flags: 0, reserved: 0)
  }
}

/// Plugins in C, compiled when a test first needs them.
enum CFixture {
  /// In the build folder, so that nothing is left behind elsewhere.
  private static let folder: String = {
    let path = "\(buildFolder)/plugin-fixtures"
    try? makeFolder(path)
    return path
  }()
  private static let built = Mutex<[String: String]>([:])

  /// The library compiled from `source` of `Tests/Fixtures/CPlugins`; nil without a C compiler.
  static func library(_ source: String, defines: [String] = []) throws -> String? {
    try build(source, ".so", ["-shared", "-fPIC"] + defines.map { "-D\($0)" })
  }

  /// The program compiled from `source`; nil without a C compiler.
  static func program(_ source: String, flags: [String] = []) throws -> String? {
    try build(source, ".program", flags)
  }

  private static func build(
    _ source: String, _ suffix: String, _ flags: [String]
  ) throws -> String? {
    try built.withLock { built in
      let key = ([source] + flags).joined(separator: " ")
      if let path = built[key] { return path }
      let path = "\(folder)/\(key.replacing(" ", with: "-"))\(suffix)"
      let arguments =
        ["cc", "-std=gnu11", "-Wall", "-O1", "-g"] + flags
        + ["-I\(packageFolder)/Sources/CMusterPlugin/include"]
        + ["\(packageFolder)/Tests/Fixtures/CPlugins/\(source)", "-o", path]
      let finished: Finished
      do { finished = try run(arguments) } catch {
        skipped("no C compiler: \(error)")
        return nil
      }
      guard finished.code == 0 else { throw NotCompiled(message: finished.errors) }
      built[key] = path
      return path
    }
  }

  struct NotCompiled: Error { var message: String }

  /// The misbehaving plugin, isolated and told how to misbehave; nil without a C compiler.
  static func misbehaving(
    _ mode: String, isolated: Bool = true, seconds: Double = 20, log: LogBook = LogBook()
  ) throws -> Plugin? {
    guard let path = try library("misbehaving.c") else { return nil }
    let plugin = try makeLoader(seconds: seconds, log: log).load(path, isolated: isolated)
    try plugin.configure(PluginConfiguration(settings: ["mode": .string(mode)]))
    return plugin
  }
}

/// The fault that `body` throws; nil when it throws none.
func fault(_ body: () throws -> Void) throws -> PluginFault? {
  do { try body() } catch let fault as PluginFault { return fault }
  return nil
}
