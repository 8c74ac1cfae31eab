internal import Diagnostics
internal import Tables

/// Where the values of a history row stand in a file, under whichever of their names.
///
/// Names are compared without case, blanks and signs: `Calls Offered`, `calls_offered`. A unit at the end is
/// no part of the name: `aht_seconds`, `AHT (min)`.
struct HistoryColumns {
  var start: Int
  var offered: Int?
  var queue: Int?
  var handled: Int?
  var abandoned: Int?
  /// Sum of the handling time of an interval.
  var handleSeconds: Int?
  /// Its average over the contacts.
  var handlingTime: Int?
  /// Talk, hold and after-call work, or a handling time of which the name does not say whether it is a
  /// sum or an average.
  var parts: [Int] = []
  /// Seconds in a unit of the handling time.
  var unit = 1.0
  /// Of how many contacts handled the sum of handling seconds is.
  var timed: Int?
  var closed: Int?
  var quality: Int?
  /// Columns that are not read although their names come near those that are, with what was meant.
  var nearMisses: [(name: String, meant: String?)] = []

  static let startNames = ["interval_start", "timestamp", "start"]
  static let answeredNames = ["handled", "answered"]
  static let offeredNames = ["offered", "calls", "contacts", "volume"]

  private static let averages = [
    "aht", "averagehandletime", "avghandletime", "averagehandlingtime", "avghandlingtime",
    "averageaht", "avgaht", "meanhandletime", "meanhandlingtime",
  ]
  private static let partNames = [
    ["talk", "talktime"], ["hold", "holdtime"],
    [
      "acw", "acwtime", "aftercallwork", "aftercallworktime", "wrap", "wraptime", "wrapup",
      "wrapuptime",
    ],
  ]

  init(_ table: CSVTable) throws(Problem) {
    let keys = table.header.map(Key.init)
    var used: Set<Int> = []
    func first(_ names: [String], alike: [String] = []) throws(Problem) -> Int? {
      for name in names where table.header.contains(name) {
        let column = try table.require(name)
        used.insert(column)
        return column
      }
      let all = names.map { Key($0).name } + alike
      let column = keys.firstIndex { all.contains($0.name) }
      if let column { used.insert(column) }
      return column
    }
    if let column = try first(
      Self.startNames, alike: ["datetime", "starttime", "intervalstarttime", "intervalbegin"])
    {
      start = column
    } else {
      start = try table.require(oneOf: "interval_start", "timestamp")
    }
    offered = try first(
      Self.offeredNames,
      alike: ["callsoffered", "offeredcalls", "contactsoffered", "offeredcontacts"])
    queue = try first(["queue", "skill", "group"], alike: ["queuename"])
    handled = try first(
      Self.answeredNames,
      alike: ["callshandled", "callsanswered", "handledcalls", "answeredcalls", "contactshandled"])
    abandoned = try first(
      ["abandoned"], alike: ["abandons", "callsabandoned", "abandonedcalls", "contactsabandoned"])
    handleSeconds = try first(["handle_s"], alike: ["totalhandletime", "handletimetotal"])
    handlingTime = try first(["aht_s"], alike: Self.averages)
    timed = try first(["handled_timed"])
    closed = try first(["closed"])
    quality = try first(["quality"])
    if handleSeconds == nil, handlingTime == nil {
      if let column = try first([], alike: ["handletime", "handlingtime"]) {
        parts = [column]
      } else {
        // Talk alone would be too little without saying so; hold and after-call work may be missing.
        for names in Self.partNames {
          let all = names.flatMap { [$0, "avg" + $0, "average" + $0, "total" + $0] }
          if let column = try first([], alike: all) { parts.append(column) }
        }
        if parts.count == 1, !Self.partNames[0].contains(keys[parts[0]].name) { parts = [] }
      }
    }
    let timeColumn = handlingTime ?? parts.first ?? handleSeconds
    if let timeColumn { unit = keys[timeColumn].unit }
    nearMisses = Self.nearMisses(keys, table.header, used)
    // Answered calls will do where offered ones were not counted, but not where their column is
    // there and only misspelt.
    let isMisspelt = table.header.indices.contains { k in
      !used.contains(k) && nearestName(to: table.header[k], among: Self.offeredNames) != nil
    }
    if offered == nil, handled == nil || isMisspelt {
      _ = try table.require(oneOf: "offered", "calls")
    }
  }

  /// Whether the handling time's name says neither sum nor average.
  func isAmbiguous(_ header: [String]) -> Bool {
    !parts.isEmpty && !isNamedAverage(header) && !header[parts[0]].lowercased().contains("total")
  }

  func isNamedAverage(_ header: [String]) -> Bool {
    guard let first = parts.first else { return false }
    let name = header[first].lowercased()
    return ["avg", "average", "mean"].contains { name.contains($0) }
  }

  /// What imports write beside, of which nothing is read here.
  private static let imported: Set<String> = [
    "abandoned_short", "timed_out", "answered_in_sl", "wait_s", "abandon_wait_s", "talk_s",
    "hold_s",
    "acw_s",
  ]

  private static func nearMisses(
    _ keys: [Key], _ header: [String], _ used: Set<Int>
  ) -> [(name: String, meant: String?)] {
    let known = [
      "queue", "handled", "answered", "abandoned", "closed", "quality", "handle_s", "aht_s",
    ]
    return header.indices.compactMap { k in
      guard !used.contains(k), !header[k].isEmpty, !imported.contains(header[k]) else { return nil }
      if let meant = nearestName(to: header[k], among: known) { return (header[k], meant) }
      let isTime = ["handle", "handling", "aht", "talk", "acw", "aftercall"].contains {
        keys[k].name.contains($0)
      }
      return isTime ? (header[k], nil) : nil
    }
  }

  /// A column's name as it is compared.
  private struct Key {
    var name: String
    var unit = 1.0

    init(_ header: String) {
      var words = [""]
      for character in header.lowercased() {
        if character.isLetter || character.isNumber {
          words[words.count - 1].append(character)
        } else if words.last?.isEmpty == false {
          words.append("")
        }
      }
      words.removeAll { $0.isEmpty }
      if words.count > 1, let last = words.last {
        if ["s", "sec", "secs", "second", "seconds"].contains(last) {
          words.removeLast()
        } else if ["min", "mins", "minute", "minutes"].contains(last) {
          words.removeLast()
          unit = 60
        }
      }
      name = words.joined()
    }
  }
}
