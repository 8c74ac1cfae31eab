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

  // Whether the type conforms to each hook's protocol, and the instance as that hook: the protocols
  // give these their values when the type is compiled, since asking at run time (`as?`) searches every
  // conformance of the process.
  static var _addsOverlay: Bool { get }
  static var _addsDemand: Bool { get }
  static var _addsWorkload: Bool { get }
  static var _addsRequirement: Bool { get }
  static var _addsWindows: Bool { get }
  static var _addsCaps: Bool { get }
  static var _addsLabour: Bool { get }
  static var _addsShifts: Bool { get }
  static var _addsPrice: Bool { get }
  static var _addsResources: Bool { get }
  static var _addsAudit: Bool { get }
  static var _addsReport: Bool { get }
  static var _addsExplain: Bool { get }
  static var _addsSimulate: Bool { get }
  static var _rulesType: (any RulesHook.Type)? { get }
  var _overlay: (any OverlayHook)? { get }
  var _demand: (any DemandHook)? { get }
  var _workload: (any WorkloadHook)? { get }
  var _requirement: (any RequirementHook)? { get }
  var _windows: (any WindowsHook)? { get }
  var _caps: (any CapsHook)? { get }
  var _labour: (any LabourHook)? { get }
  var _shifts: (any ShiftsHook)? { get }
  var _price: (any PriceHook)? { get }
  var _resources: (any ResourcesHook)? { get }
  var _audit: (any AuditHook)? { get }
  var _report: (any ReportHook)? { get }
  var _explain: (any ExplainHook)? { get }
  var _simulate: (any SimulateHook)? { get }
  var _rules: (any RulesHook)? { get }
}

extension CentrePlugin {
  public static var settingsSchema: String? { nil }
  public static var _addsOverlay: Bool { false }
  public static var _addsDemand: Bool { false }
  public static var _addsWorkload: Bool { false }
  public static var _addsRequirement: Bool { false }
  public static var _addsWindows: Bool { false }
  public static var _addsCaps: Bool { false }
  public static var _addsLabour: Bool { false }
  public static var _addsShifts: Bool { false }
  public static var _addsPrice: Bool { false }
  public static var _addsResources: Bool { false }
  public static var _addsAudit: Bool { false }
  public static var _addsReport: Bool { false }
  public static var _addsExplain: Bool { false }
  public static var _addsSimulate: Bool { false }
  public static var _rulesType: (any RulesHook.Type)? { nil }
  public var _overlay: (any OverlayHook)? { nil }
  public var _demand: (any DemandHook)? { nil }
  public var _workload: (any WorkloadHook)? { nil }
  public var _requirement: (any RequirementHook)? { nil }
  public var _windows: (any WindowsHook)? { nil }
  public var _caps: (any CapsHook)? { nil }
  public var _labour: (any LabourHook)? { nil }
  public var _shifts: (any ShiftsHook)? { nil }
  public var _price: (any PriceHook)? { nil }
  public var _resources: (any ResourcesHook)? { nil }
  public var _audit: (any AuditHook)? { nil }
  public var _report: (any ReportHook)? { nil }
  public var _explain: (any ExplainHook)? { nil }
  public var _simulate: (any SimulateHook)? { nil }
  public var _rules: (any RulesHook)? { nil }
}

extension OverlayHook {
  public static var _addsOverlay: Bool { true }
  public var _overlay: (any OverlayHook)? { self }
}

extension DemandHook {
  public static var _addsDemand: Bool { true }
  public var _demand: (any DemandHook)? { self }
}

extension WorkloadHook {
  public static var _addsWorkload: Bool { true }
  public var _workload: (any WorkloadHook)? { self }
}

extension RequirementHook {
  public static var _addsRequirement: Bool { true }
  public var _requirement: (any RequirementHook)? { self }
}

extension WindowsHook {
  public static var _addsWindows: Bool { true }
  public var _windows: (any WindowsHook)? { self }
}

extension CapsHook {
  public static var _addsCaps: Bool { true }
  public var _caps: (any CapsHook)? { self }
}

extension LabourHook {
  public static var _addsLabour: Bool { true }
  public var _labour: (any LabourHook)? { self }
}

extension ShiftsHook {
  public static var _addsShifts: Bool { true }
  public var _shifts: (any ShiftsHook)? { self }
}

extension PriceHook {
  public static var _addsPrice: Bool { true }
  public var _price: (any PriceHook)? { self }
}

extension ResourcesHook {
  public static var _addsResources: Bool { true }
  public var _resources: (any ResourcesHook)? { self }
}

extension AuditHook {
  public static var _addsAudit: Bool { true }
  public var _audit: (any AuditHook)? { self }
}

extension ReportHook {
  public static var _addsReport: Bool { true }
  public var _report: (any ReportHook)? { self }
}

extension ExplainHook {
  public static var _addsExplain: Bool { true }
  public var _explain: (any ExplainHook)? { self }
}

extension SimulateHook {
  public static var _addsSimulate: Bool { true }
  public var _simulate: (any SimulateHook)? { self }
}

extension RulesHook {
  public static var _rulesType: (any RulesHook.Type)? { self }
  public var _rules: (any RulesHook)? { self }
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
