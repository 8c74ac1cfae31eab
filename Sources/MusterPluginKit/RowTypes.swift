extension QueueInfo {
  init(_ raw: muster_queue) {
    self.init(
      id: String(cString: raw.id), channel: String(cString: raw.channel),
      zone: String(cString: raw.zone), client: String(cString: raw.client),
      site: String(cString: raw.site), calendar: String(cString: raw.calendar),
      intervalS: Int(raw.interval_s), shrinkage: raw.shrinkage,
      patienceS: raw.patience_s.isFinite ? raw.patience_s : nil, concurrency: raw.concurrency)
  }
}

extension GoalInfo {
  init(_ raw: muster_goal) {
    func given(_ x: Double) -> Double? { x.isNaN ? nil : x }
    self.init(
      definition: String(cString: raw.definition), serviceLevel: given(raw.service_level),
      withinS: raw.within_s, asaS: given(raw.asa_s), abandonment: given(raw.abandonment),
      maxOccupancy: given(raw.max_occupancy))
  }
}

extension muster_interval {
  public var isClosed: Bool { flags & MUSTER_CLOSED != 0 }
  /// Seconds since 1970-01-01T00:00 on the queue's local clock.
  public var localSeconds: Int64 { start_unix + Int64(utc_offset_s) }
  /// Days since 1970-01-01 on the queue's local calendar.
  public var localDay: Int {
    let seconds = Int(localSeconds)
    return seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
  }
  /// Seconds after local midnight, 0 to 86,399.
  public var secondOfDay: Int { Int(localSeconds) - localDay * 86_400 }

  /// Sets the volume and scales the prediction interval with it; from 0, a Poisson one is set.
  public mutating func scaleVolume(to newVolume: Double) {
    if volume > 0 {
      let factor = newVolume / volume
      low80 *= factor
      high80 *= factor
      low95 *= factor
      high95 *= factor
    } else {
      let deviation = newVolume.squareRoot()
      low80 = max(0, newVolume - 1.2816 * deviation)
      high80 = newVolume + 1.2816 * deviation
      low95 = max(0, newVolume - 1.96 * deviation)
      high95 = newVolume + 1.96 * deviation
    }
    volume = newVolume
  }
}

extension muster_requirement {
  /// Sets the reason, cut to 23 bytes.
  public mutating func setBoundBy(_ reason: String) {
    withUnsafeMutableBytes(of: &bound_by) { field in
      copyText(reason, into: field)
    }
  }
}

/// Copies whole characters of `text` as far as they fit, and a NUL behind.
func copyText(_ text: String, into field: UnsafeMutableRawBufferPointer) {
  var used = 0
  for character in text {
    let bytes = character.utf8
    guard used + bytes.count < field.count else { break }
    for byte in bytes where byte != 0 {
      field[used] = byte
      used += 1
    }
  }
  for index in used..<field.count { field[index] = 0 }
}
