@_exported public import CMusterPlugin
@_exported public import PluginContract

/// What makes a kind of centre, or a place to run one, special.
///
/// Conform to this and to one protocol for each thing your plugin adds (``OverlayHook``,
/// ``WindowsHook``, …), then register it:
///
///     @c(muster_plugin_main)
///     public func musterPluginMain(
///       _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
///     ) -> muster_status { exportPlugin(MyPlugin.self, host: host, into: out) }
///
/// An instance is made for every configuration and never changes: the same question must have the
/// same answer. Instances are used by one thread at a time.
public protocol CentrePlugin {
  /// Letters a-z, digits, `.` and `-`: `org.example.night-shift`.
  static var id: StaticString { get }
  static var name: StaticString { get }
  /// `1.0.0`.
  static var version: StaticString { get }
  /// One sentence for the list of plugins.
  static var summary: StaticString { get }
  /// JSON Schema of the settings; nil when there are none.
  static var settingsSchema: String? { get }

  /// - Throws: A ``PluginFailure`` with status `MUSTER_E_CONFIG` and the key path in question.
  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure)
}

extension CentrePlugin {
  public static var settingsSchema: String? { nil }
}

/// Why a plugin has no answer.
public struct PluginFailure: Error, Hashable, Sendable {
  public var status: muster_status
  /// A sentence without the plugin's name.
  public var message: String
  /// The key path in the settings, such as `lists[2].records`; empty when it is about none.
  public var setting: String

  public init(
    _ message: String, setting: String = "", status: muster_status = MUSTER_E_RULE
  ) {
    self.message = message
    self.setting = setting
    self.status = status
  }

  /// A setting that cannot be used.
  public static func setting(_ path: String, _ message: String) -> PluginFailure {
    PluginFailure(message, setting: path, status: MUSTER_E_CONFIG)
  }

  /// The question does not concern the plugin; the host goes on as if it were not there.
  public static var pass: PluginFailure { PluginFailure("", status: MUSTER_PASS) }
}

extension PluginConfiguration {
  /// The settings as a type of your own, or a ``PluginFailure`` that names the key.
  public func decode<Settings: Decodable>(
    _: Settings.Type = Settings.self
  ) throws(PluginFailure) -> Settings {
    do throws(ContractMismatch) { return try settings(as: Settings.self) } catch {
      throw .setting(error.path, error.what)
    }
  }
}
