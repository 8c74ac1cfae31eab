internal import CMusterPlugin
internal import CivilTime

/// Time zones, as plugins are lent them.
var zoneService: muster_host_zones_1 {
  muster_host_zones_1(
    struct_size: UInt32(MemoryLayout<muster_host_zones_1>.size), reserved: 0,
    offset_at: { ctx, name, at, offset in
      guard let name = lentText(name, limit: 256), let zone = HostContext.of(ctx)?.zone(name),
        at.magnitude < 1 << 40
      else { return MUSTER_E_QUESTION }
      offset.pointee = Int32(clamping: zone.offsetSeconds(at: Instant(seconds: at)))
      return MUSTER_OK
    },
    instant_of: { ctx, name, day, seconds, at, kind in
      guard let name = lentText(name, limit: 256), let zone = HostContext.of(ctx)?.zone(name),
        day.magnitude < 1 << 24, (0...86_400).contains(seconds)
      else { return MUSTER_E_QUESTION }
      let resolution = zone.resolve(
        CivilDate(dayNumber: Int(day)), secondsOfDay: Int(seconds))
      at.pointee = resolution.first.seconds
      kind.pointee =
        switch resolution {
        case .unique: MUSTER_TIME_UNIQUE
        case .gap: MUSTER_TIME_SKIPPED
        case .overlap: MUSTER_TIME_REPEATED
        }
      return MUSTER_OK
    })
}
