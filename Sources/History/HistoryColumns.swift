internal import Diagnostics
internal import Tables

/// Where the values of a history row stand in a file, under whichever of their names.
struct HistoryColumns {
  var start: Int
  var offered: Int?
  var queue: Int?
  var handled: Int?
  var abandoned: Int?
  var handleSeconds: Int?
  var handlingTime: Int?
  var closed: Int?
  var quality: Int?

  static let startNames = ["interval_start", "timestamp", "start"]
  static let answeredNames = ["handled", "answered"]
  static let offeredNames = ["offered", "calls", "contacts", "volume"]

  init(_ table: CSVTable) throws(Problem) {
    func first(_ names: [String]) throws(Problem) -> Int? {
      for name in names where table.header.contains(name) { return try table.require(name) }
      return nil
    }
    if let column = try first(Self.startNames) {
      start = column
    } else {
      start = try table.require(oneOf: "interval_start", "timestamp")
    }
    offered = try first(Self.offeredNames)
    queue = try first(["queue", "skill", "group"])
    handled = try first(Self.answeredNames)
    abandoned = try first(["abandoned"])
    handleSeconds = try first(["handle_s"])
    handlingTime = try first(["aht_s", "aht"])
    closed = try first(["closed"])
    quality = try first(["quality"])
    // Answered calls will do where offered ones were not counted, but not where their column is
    // there and only misspelt.
    let isMisspelt = table.header.contains { name in
      !Self.answeredNames.contains(name) && nearestName(to: name, among: Self.offeredNames) != nil
    }
    if offered == nil, handled == nil || isMisspelt {
      _ = try table.require(oneOf: "offered", "calls")
    }
  }
}
