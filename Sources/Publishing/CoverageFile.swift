public import CivilTime
internal import Tables

/// What the roster covers of the requirement in one interval of one queue.
public struct CoverageRow: Hashable, Sendable {
  public var queue: String
  public var start: Instant
  /// Agents to schedule.
  public var scheduled: Int
  /// Agents rostered to work all through the interval.
  public var rostered: Int

  public var missing: Int { max(0, scheduled - rostered) }
  public var surplus: Int { max(0, rostered - scheduled) }

  public init(queue: String, start: Instant, scheduled: Int, rostered: Int) {
    self.queue = queue
    self.start = start
    self.scheduled = scheduled
    self.rostered = rostered
  }
}

/// Coverage as a file, one row per interval and queue.
public enum CoverageFile {
  public static func write(_ rows: [CoverageRow], zone: Zone) -> [UInt8] {
    var csv = CSVWriter(["queue", "interval_start", "scheduled", "rostered", "missing", "surplus"])
    for row in rows {
      csv.row(
        row.queue, row.start.text(in: zone), "\(row.scheduled)", "\(row.rostered)",
        "\(row.missing)", "\(row.surplus)")
    }
    return csv.bytes
  }
}
