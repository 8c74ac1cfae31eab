internal import CMusterPlugin
internal import CivilTime
internal import Glibc
internal import PluginContract
internal import Synchronization

/// Takes what a plugin logs.
public typealias PluginLog = @Sendable (_ plugin: String, _ level: Int32, _ message: String) -> Void

/// Writes warnings and errors to the standard error.
public let standardPluginLog: PluginLog = { plugin, level, message in
  guard level >= MUSTER_LOG_WARNING else { return }
  let line = "plugin \(plugin): \(plain(message))\n"
  _ = Array(line.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// The host as one plugin sees it: the struct it is lent, and what stands behind the services.
final class HostContext {
  let log: PluginLog
  /// Set as soon as it is known; names the plugin in the log.
  var plugin: String
  private(set) var holidays: [HolidayKey: [HolidayText]] = [:]
  private(set) var host: UnsafeMutablePointer<muster_host>
  private let zones = Mutex<[String: Zone?]>([:])
  private let version: UnsafeMutablePointer<CChar>

  init(plugin: String, version: String, log: @escaping PluginLog) {
    self.plugin = plugin
    self.log = log
    self.version = copiedText(version)
    host = .allocate(capacity: 1)
    host.initialize(
      to: muster_host(
        struct_size: UInt32(MemoryLayout<muster_host>.size), abi_major: MUSTER_ABI_MAJOR,
        abi_minor: MUSTER_ABI_MINOR, reserved: 0, ctx: nil,
        version: UnsafePointer(self.version),
        log: { ctx, level, message in
          guard let context = HostContext.of(ctx), let text = lentText(message) else { return }
          context.log(context.plugin, min(max(level, MUSTER_LOG_DEBUG), MUSTER_LOG_ERROR), text)
        },
        get_extension: { _, id in
          switch lentText(id, limit: 256) {
          case MUSTER_HOST_STAFFING_1: HostServiceTables.shared.staffing
          case MUSTER_HOST_ZONES_1: HostServiceTables.shared.zones
          case MUSTER_HOST_CALENDAR_1: HostServiceTables.shared.calendar
          default: nil
          }
        }))
    host.pointee.ctx = Unmanaged.passUnretained(self).toOpaque()
  }

  deinit {
    host.deallocate()
    version.deallocate()
    releaseHolidays()
  }

  static func of(_ ctx: UnsafeMutableRawPointer?) -> HostContext? {
    ctx.map { Unmanaged<HostContext>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The zone of that name; nil when the system has none.
  func zone(_ name: String) -> Zone? {
    zones.withLock { known in
      if let found = known[name] { return found }
      let found = try? ZoneDatabase.system.zone(name)
      known[name] = .some(found)
      return found
    }
  }

  /// The holidays that the calendar service answers with from now on.
  func setHolidays(_ all: [HolidayInfo]) {
    releaseHolidays()
    for holiday in all {
      guard let day = dayNumber(holiday.date) else { continue }
      holidays[HolidayKey(calendar: holiday.calendar, day: day), default: []].append(
        HolidayText(kind: copiedText(holiday.kind), name: copiedText(holiday.name)))
    }
  }

  private func releaseHolidays() {
    for text in holidays.values.joined() {
      text.kind.deallocate()
      text.name.deallocate()
    }
    holidays = [:]
  }
}

struct HolidayKey: Hashable {
  var calendar: String
  var day: Int64
}

/// C strings, so that they can be lent.
struct HolidayText {
  var kind: UnsafeMutablePointer<CChar>
  var name: UnsafeMutablePointer<CChar>
}

private func copiedText(_ text: String) -> UnsafeMutablePointer<CChar> {
  let bytes = text.utf8CString
  let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
  for (index, byte) in bytes.enumerated() { copy[index] = byte }
  return copy
}
