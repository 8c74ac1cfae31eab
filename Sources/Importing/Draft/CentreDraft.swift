// Goal: a centre folder from what a telephone system recorded, complete enough to be planned at once.
//
// Method: opening hours are, for each weekday, from the first to the last time of day at which more than
// half of its dates of the last ten weeks have a row. The handling time is that of the last ten weeks. The
// number of agents covers the mean week: a + 0.85 √a + 0.6 for a load of a erlangs (the square-root rule at
// 80 % within 20 s), divided by presence, over 36 hours a week on the phone.

public import CivilTime
internal import Configuration
internal import Glibc
internal import Tables

/// A file of a drafted centre.
public struct DraftFile: Hashable, Sendable {
  /// Relative to the folder.
  public var name: String
  public var bytes: [UInt8]
}

/// A centre drafted from an import.
public struct CentreDraft: Sendable {
  /// `centre.toml`, `history.csv`, `agents.csv`.
  public var files: [DraftFile]
  /// The date after the history's last.
  public var asOf: CivilDate
  /// One line for each queue: hours, contacts a week, handling time.
  public var summary: [String]
  public var agentCount: Int

  /// Drafts a centre; `command` is how the user got it, for the head of the centre file, `identity` what
  /// tells it from every other in calendars.
  public init(_ result: ImportResult, name: String, identity: String? = nil, command: String) {
    let zone = result.zone
    let last = result.lines.last?.start ?? Instant(seconds: 0)
    let end = zone.date(at: last) + 1
    asOf = end
    let ids = Self.ids(result.queues)
    let recent = result.lines.filter { zone.date(at: $0.start) >= end - 70 }
    var queues: [DraftQueue] = []
    for queue in result.queues {
      queues.append(
        DraftQueue(
          id: ids[queue] ?? queue, name: queue, recent.filter { $0.queue == queue },
          zone: zone, seconds: result.intervalSeconds))
    }
    let hours = queues.reduce(0) { $0 + $1.agentHoursPerWeek }
    agentCount = max(queues.isEmpty ? 0 : 4, Int((hours / (1 - Self.shrinkage) / 36).rounded(.up)))
    summary = queues.map(\.summary)
    let renamed = result.lines.renamed(ids)
    files = [
      DraftFile(
        name: "centre.toml",
        bytes: Array(
          Self.centreText(
            name, identity, zone, result.intervalSeconds, queues, agentCount, command
          ).utf8)),
      DraftFile(name: "history.csv", bytes: historyText(renamed, zone: zone)),
      DraftFile(name: "agents.csv", bytes: Self.agentBytes(agentCount, queues)),
    ]
  }

  private static let shrinkage = 0.1

  /// Names of queues as ids: small, without blanks, no two alike.
  private static func ids(_ names: [String]) -> [String: String] {
    var ids: [String: String] = [:]
    var taken: Set<String> = []
    for name in names {
      var id = ""
      for scalar in name.lowercased().unicodeScalars {
        let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        if isPlain || scalar == "_" {
          id.unicodeScalars.append(scalar)
        } else if !id.hasSuffix("-") {
          id += "-"
        }
      }
      while id.hasSuffix("-") { id.removeLast() }
      if id.isEmpty { id = "queue" }
      var unique = id
      var number = 2
      while !taken.insert(unique).inserted {
        unique = "\(id)-\(number)"
        number += 1
      }
      ids[name] = unique
    }
    return ids
  }

  private static func agentBytes(_ count: Int, _ queues: [DraftQueue]) -> [UInt8] {
    var csv = CSVWriter(["agent_id", "name", "contract", "availability", "skills"])
    let width = max(3, String(count).count)
    let skills = queues.map(\.id).joined(separator: ";")
    for k in 0..<count {
      let digits = String(k + 1)
      let id = "A" + String(repeating: "0", count: width - digits.count) + digits
      csv.row(id, "Agent \(k + 1)", "FT", "any", skills)
    }
    return csv.bytes
  }

  private static func centreText(
    _ name: String, _ identity: String?, _ zone: Zone, _ interval: Int, _ queues: [DraftQueue],
    _ agents: Int, _ command: String
  ) -> String {
    let id =
      identity.map {
        "\n# Part of every calendar entry's identity: keep it when the centre is renamed."
          + "\nid = \(tomlQuoted($0))"
      } ?? ""
    var text = """
      # \(name), drafted from its telephone system's history by
      #
      #   \(command)
      #
      # Read from the history: queues, hours, handling times. Assumed, to be set right: the goals, the
      # shrinkage, the contract and its rules, and the \(agents) agents of agents.csv, who are as many as the
      # mean week needs.

      [centre]
      name = \(tomlQuoted(name))\(id)
      timezone = \(tomlQuoted("\(zone)"))
      interval = "\(interval / 60)m"

      [inputs]
      history = ["history.csv"]
      agents = "agents.csv"

      """
    for queue in queues { text += queue.text(shrinkage: shrinkage) }
    return text + """

      [[contract]]
      id = "FT"
      length = "8h30m"
      start_every = "30m"
      pauses = [
        { kind = "break", length = "15m", from = "1h30m", to = "3h" },
        { kind = "meal", length = "30m", from = "3h30m", to = "5h30m", paid = false },
        { kind = "break", length = "15m", from = "6h15m", to = "7h30m" },
      ]

      [[availability]]
      id = "any"

      [rules]
      rest = "11h"
      max_shifts_per_week = 5

      """
  }
}
