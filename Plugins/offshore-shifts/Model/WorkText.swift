public import CivilTime

/// Work as examples write it, on a site's clock:
/// `2026-12-24 22:00 to 2026-12-25 07:00 meal 02:00-03:00 break 04:00-04:15`.
///
/// Meals are unpaid and breaks are unpaid until a rule says otherwise; `paid-meal` and `paid-break`
/// are paid.
public enum WorkText {
  /// The shift, or nil when `text` is not of this form.
  public static func shift(_ text: String, zone: Zone) -> WorkShift? {
    let words = text.split(separator: " ").map(String.init)
    guard words.count >= 5, words[2] == "to", words.count % 2 == 1,
      let date = CivilDate(words[0]), let start = instant(date, words[1], zone),
      let endDate = CivilDate(words[3]), let end = instant(endDate, words[4], zone), start < end
    else { return nil }
    var pauses: [Pause] = []
    for index in stride(from: 5, to: words.count, by: 2) {
      guard let pause = pause(words[index], words[index + 1], date, start, zone) else { return nil }
      pauses.append(pause)
    }
    return WorkShift(start: start, end: end, pauses: pauses)
  }

  /// A date and kind such as `2026-12-25 regular`.
  public static func holiday(_ text: String) -> (date: CivilDate, kind: String)? {
    let words = text.split(separator: " ")
    guard words.count == 2, let date = CivilDate(words[0]) else { return nil }
    return (date, String(words[1]))
  }

  /// A moment such as `2026-12-25 00:30`.
  public static func instant(_ text: String, zone: Zone) -> Instant? {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2, let date = CivilDate(words[0]) else { return nil }
    return instant(date, words[1], zone)
  }

  private static func instant(_ date: CivilDate, _ clock: String, _ zone: Zone) -> Instant? {
    let parts = clock.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2, (0...24).contains(parts[0]), (0...59).contains(parts[1])
    else { return nil }
    return zone.resolve(date, secondsOfDay: parts[0] * 3600 + parts[1] * 60).first
  }

  /// A pause belongs to the shift's date, or to the next when its clock is before the start.
  private static func pause(
    _ kind: String, _ times: String, _ date: CivilDate, _ start: Instant, _ zone: Zone
  ) -> Pause? {
    let ends = times.split(separator: "-").map(String.init)
    guard ends.count == 2, var from = instant(date, ends[0], zone),
      var to = instant(date, ends[1], zone)
    else { return nil }
    if from < start, let next = instant(date + 1, ends[0], zone) { from = next }
    if to <= from, let next = instant(date + 1, ends[1], zone) { to = next }
    guard from < to else { return nil }
    switch kind {
    case "meal": return Pause(kind: .meal, start: from, end: to, paid: false)
    case "break": return Pause(kind: .break, start: from, end: to, paid: false)
    case "paid-meal": return Pause(kind: .meal, start: from, end: to, paid: true)
    case "paid-break": return Pause(kind: .break, start: from, end: to, paid: true)
    default: return nil
    }
  }
}
