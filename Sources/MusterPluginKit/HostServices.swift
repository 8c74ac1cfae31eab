/// What the host does for a plugin: logging, staffing models, time zones, holidays.
///
/// Usable while a call into the plugin is running, and when the plugin is made.
public struct HostServices {
  private let host: UnsafePointer<muster_host>

  init(_ host: UnsafePointer<muster_host>) { self.host = host }

  /// Version of the program.
  public var version: String { String(cString: host.pointee.version) }

  public enum Level: Int32, Sendable { case debug, info, warning, error }

  /// Writes to the host's log; stdout belongs to the host.
  public func log(_ message: String, level: Level = .info) {
    message.withCString { host.pointee.log(host.pointee.ctx, level.rawValue, $0) }
  }

  private func service<Service>(_ id: String, _: Service.Type) -> UnsafePointer<Service>? {
    id.withCString { host.pointee.get_extension(host.pointee.ctx, $0) }?
      .assumingMemoryBound(to: Service.self)
  }

  // MARK: - Staffing

  private var staffing: muster_host_staffing_1? {
    service(MUSTER_HOST_STAFFING_1, muster_host_staffing_1.self)?.pointee
  }

  /// Probability that a call is blocked, Erlang B; NaN for senseless arguments.
  public func erlangB(erlangs: Double, lines: Int) -> Double {
    staffing?.erlang_b(host.pointee.ctx, erlangs, Int32(clamping: lines)) ?? .nan
  }

  /// Probability that a call waits, Erlang C; NaN for senseless arguments.
  public func erlangC(erlangs: Double, agents: Int) -> Double {
    staffing?.erlang_c(host.pointee.ctx, erlangs, Int32(clamping: agents)) ?? .nan
  }

  /// Fewest lines whose blocking is at most `blocking`; nil where there are none.
  public func lines(erlangs: Double, blocking: Double) -> Int? {
    staffing.map { Int($0.lines_for(host.pointee.ctx, erlangs, blocking)) }.flatMap {
      $0 < 0 ? nil : $0
    }
  }

  /// Fewest agents that meet every goal set, by Erlang A (or C when `patienceSeconds` is infinite),
  /// with what they achieve; nil where no number does.
  public func agents(
    callsPerHour: Double, handlingSeconds: Double, patienceSeconds: Double = .infinity,
    goal: GoalInfo
  ) -> (agents: Int, performance: muster_performance)? {
    guard let staffing else { return nil }
    var load = muster_load()
    load.struct_size = UInt32(MemoryLayout<muster_load>.size)
    load.calls_per_hour = callsPerHour
    load.aht_s = handlingSeconds
    load.patience_s = patienceSeconds
    return goal.definition.withCString { definition in
      var raw = muster_goal(
        struct_size: UInt32(MemoryLayout<muster_goal>.size), reserved: 0, definition: definition,
        service_level: goal.serviceLevel ?? .nan, within_s: goal.withinS,
        asa_s: goal.asaS ?? .nan, abandonment: goal.abandonment ?? .nan,
        max_occupancy: goal.maxOccupancy ?? .nan)
      var performance = muster_performance()
      let agents = staffing.agents_for(host.pointee.ctx, &load, &raw, &performance)
      return agents < 0 ? nil : (Int(agents), performance)
    }
  }

  // MARK: - Time

  private var zones: muster_host_zones_1? {
    service(MUSTER_HOST_ZONES_1, muster_host_zones_1.self)?.pointee
  }

  /// Seconds to add to UTC for local time; nil for a zone that is not known.
  public func offset(zone: String, at unix: Int64) -> Int? {
    guard let zones else { return nil }
    var offset: Int32 = 0
    let status = zone.withCString { zones.offset_at(host.pointee.ctx, $0, unix, &offset) }
    return status == MUSTER_OK ? Int(offset) : nil
  }

  /// The instant of a local clock time (`day` is days since 1970-01-01); nil for an unknown zone.
  ///
  /// A time that the clock jumps over gives the instant of the jump; one that comes twice gives the
  /// first.
  public func instant(zone: String, day: Int, second: Int) -> Int64? {
    guard let zones else { return nil }
    var instant: Int64 = 0
    var kind: Int32 = 0
    let status = zone.withCString {
      zones.instant_of(
        host.pointee.ctx, $0, Int64(day), Int32(clamping: second), &instant, &kind)
    }
    return status == MUSTER_OK ? instant : nil
  }

  /// The holidays of `calendar` on a day (days since 1970-01-01).
  public func holidays(calendar: String, day: Int) -> [(kind: String, name: String)] {
    guard let holidays = service(MUSTER_HOST_CALENDAR_1, muster_host_calendar_1.self)?.pointee
    else { return [] }
    let ctx = host.pointee.ctx
    return calendar.withCString { calendar in
      let count = max(0, holidays.holidays_on(ctx, calendar, Int64(day)))
      return (0..<count).compactMap { index in
        var kind: UnsafePointer<CChar>?
        var name: UnsafePointer<CChar>?
        let status = holidays.holiday(ctx, calendar, Int64(day), index, &kind, &name)
        guard status == MUSTER_OK, let kind, let name else { return nil }
        return (String(cString: kind), String(cString: name))
      }
    }
  }
}
