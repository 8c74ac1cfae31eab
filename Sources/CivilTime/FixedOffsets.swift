// Names that people write for a time zone and that are an offset, or the abbreviation of one, and the
// places whose clocks they may mean. The abbreviations are those of the tz database's own links and of
// daily use; several places share most of them, so a hint names more than one.

enum FixedOffsets {
  /// Whether a name is an abbreviation (`EST`, `CST6CDT`) or an offset (`Etc/GMT+5`, `GMT-3`, `UTC+8`,
  /// `+05:30`), in any case.
  static func isOffset(_ name: String) -> Bool {
    abbreviations[stem(name)] != nil || hours(name) != nil
  }

  /// Places to take instead, `America/Chicago or America/Mexico_City`; nil when none is known.
  static func places(for name: String) -> String? {
    if let known = abbreviations[stem(name)] { return known }
    return hours(name).flatMap { byHours[$0] }
  }

  private static func stem(_ name: String) -> String {
    let upper = name.uppercased()
    return upper.hasPrefix("ETC/") ? String(upper.dropFirst(4)) : upper
  }

  /// Hours east of UTC as they are meant; `Etc/GMT+5` is west of it, `GMT+5` is not.
  private static func hours(_ name: String) -> Double? {
    let upper = name.uppercased()
    var rest = Substring(upper)
    var isReversed = false
    if rest.hasPrefix("ETC/GMT") {
      rest = rest.dropFirst(7)
      isReversed = true
    } else if rest.hasPrefix("GMT") || rest.hasPrefix("UTC") {
      rest = rest.dropFirst(3)
    }
    guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
    let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    var numbers: [Double] = []
    for part in parts {
      guard !part.isEmpty, part.utf8.allSatisfy({ (48...57).contains($0) }), let x = Double(part)
      else { return nil }
      numbers.append(x)
    }
    guard let first = numbers.first, numbers.count <= 2 else { return nil }
    // `0530` without a colon.
    var value = parts[0].count == 4 ? (first / 100).rounded(.down) : first
    let minutes = parts[0].count == 4 ? first - value * 100 : numbers.count == 2 ? numbers[1] : 0
    value += minutes / 60
    guard value <= 14 else { return nil }
    return (sign == "-") == isReversed ? value : -value
  }

  private static let abbreviations: [String: String] = [
    "EST": "America/New_York, America/Toronto or America/Panama", "EDT": "America/New_York",
    "EST5EDT": "America/New_York", "ET": "America/New_York",
    "CST": "America/Chicago, America/Mexico_City or Asia/Shanghai", "CDT": "America/Chicago",
    "CST6CDT": "America/Chicago", "CT": "America/Chicago",
    "MST": "America/Denver or America/Phoenix", "MDT": "America/Denver",
    "MST7MDT": "America/Denver", "MT": "America/Denver",
    "PST": "America/Los_Angeles or Asia/Manila", "PDT": "America/Los_Angeles",
    "PST8PDT": "America/Los_Angeles", "PT": "America/Los_Angeles", "PHT": "Asia/Manila",
    "AKST": "America/Anchorage", "AKDT": "America/Anchorage", "HST": "Pacific/Honolulu",
    "AST": "America/Halifax or Asia/Riyadh", "ADT": "America/Halifax",
    "NST": "America/St_Johns", "GMT": "Europe/London or Africa/Accra",
    "GMT0": "Europe/London or Africa/Accra", "GREENWICH": "Europe/London or Africa/Accra",
    "BST": "Europe/London", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon",
    "MET": "Europe/Berlin", "MEZ": "Europe/Berlin", "CET": "Europe/Berlin or Europe/Paris",
    "CEST": "Europe/Berlin or Europe/Paris", "EET": "Europe/Athens or Europe/Bucharest",
    "EEST": "Europe/Athens or Europe/Bucharest", "MSK": "Europe/Moscow",
    "IST": "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem", "PKT": "Asia/Karachi",
    "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong", "MYT": "Asia/Kuala_Lumpur",
    "WIB": "Asia/Jakarta", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "AWST": "Australia/Perth", "ACST": "Australia/Adelaide or Australia/Darwin",
    "AEST": "Australia/Sydney or Australia/Brisbane", "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "SAST": "Africa/Johannesburg",
    "COT": "America/Bogota", "BRT": "America/Sao_Paulo", "ART": "America/Argentina/Buenos_Aires",
  ]

  private static let byHours: [Double: String] = [
    -10: "Pacific/Honolulu", -9: "America/Anchorage", -8: "America/Los_Angeles",
    -7: "America/Denver or America/Phoenix", -6: "America/Chicago or America/Mexico_City",
    -5: "America/New_York or America/Bogota", -4: "America/Halifax or America/Santo_Domingo",
    -3.5: "America/St_Johns", -3: "America/Sao_Paulo or America/Argentina/Buenos_Aires",
    0: "Europe/London or Africa/Accra", 1: "Europe/Berlin or Europe/Paris",
    2: "Europe/Athens or Africa/Johannesburg", 3: "Europe/Istanbul or Africa/Nairobi",
    3.5: "Asia/Tehran", 4: "Asia/Dubai", 4.5: "Asia/Kabul", 5: "Asia/Karachi",
    5.5: "Asia/Kolkata", 5.75: "Asia/Kathmandu", 6: "Asia/Dhaka", 6.5: "Asia/Yangon",
    7: "Asia/Jakarta or Asia/Ho_Chi_Minh", 8: "Asia/Manila or Asia/Singapore", 9: "Asia/Tokyo",
    9.5: "Australia/Adelaide or Australia/Darwin", 10: "Australia/Sydney or Australia/Brisbane",
    12: "Pacific/Auckland",
  ]
}
