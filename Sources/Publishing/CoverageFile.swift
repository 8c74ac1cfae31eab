public import CentreModel
public import CivilTime
internal import Tables

/// Coverage as a file, one row per interval and queue.
public enum CoverageFile {
  public static func write(_ rows: [CoverageRow], zone: Zone) -> [UInt8] {
    var csv = CSVWriter(["queue", "interval_start", "scheduled", "rostered", "missing", "surplus"])
    func agents(_ value: Double) -> String { shortest((value * 1000).rounded() / 1000) }
    for row in rows {
      csv.row(
        row.queue, row.start.text(in: zone), "\(row.scheduled)", agents(row.rostered),
        agents(row.missing), agents(row.surplus))
    }
    return csv.bytes
  }
}
