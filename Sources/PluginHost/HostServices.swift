internal import CMusterPlugin
internal import CivilTime

/// The C structs of the host's services; made once, never released.
///
/// Safe to share: they hold functions and are never written again.
struct HostServiceTables: @unchecked Sendable {
  static let shared = HostServiceTables()

  let staffing: UnsafeRawPointer
  let zones: UnsafeRawPointer
  let calendar: UnsafeRawPointer

  private init() {
    staffing = kept(staffingService)
    zones = kept(zoneService)
    calendar = kept(calendarService)
  }
}

private func kept<Struct: BitwiseCopyable>(_ value: Struct) -> UnsafeRawPointer {
  let pointer = UnsafeMutablePointer<Struct>.allocate(capacity: 1)
  pointer.initialize(to: value)
  return UnsafeRawPointer(pointer)
}

/// Days since 1970-01-01 of `2026-11-23`; nil for anything else.
func dayNumber(_ date: String) -> Int64? { CivilDate(date).map { Int64($0.dayNumber) } }

// MARK: - Calendar

private var calendarService: muster_host_calendar_1 {
  muster_host_calendar_1(
    struct_size: UInt32(MemoryLayout<muster_host_calendar_1>.size), reserved: 0,
    holidays_on: { ctx, calendar, day in
      guard let context = HostContext.of(ctx), let calendar = lentText(calendar) else { return 0 }
      return Int32(clamping: context.holidays[HolidayKey(calendar: calendar, day: day)]?.count ?? 0)
    },
    holiday: { ctx, calendar, day, index, kind, name in
      guard let context = HostContext.of(ctx), let calendar = lentText(calendar),
        let all = context.holidays[HolidayKey(calendar: calendar, day: day)],
        all.indices.contains(Int(index))
      else { return MUSTER_E_QUESTION }
      kind.pointee = UnsafePointer(all[Int(index)].kind)
      name.pointee = UnsafePointer(all[Int(index)].name)
      return MUSTER_OK
    })
}
