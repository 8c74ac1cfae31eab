internal import CentreModel
public import CivilTime
public import SitePlanning
internal import Tables

/// Simulated service as a file, one row per open interval and queue; sites are added up.
public enum ServiceFile {
  public static func write(_ rows: [SimulatedService], zone: Zone) -> [UInt8] {
    var csv = CSVWriter([
      "queue", "interval_start", "offered", "agents", "sim_sl", "sim_ci95", "sim_p_abandon",
      "sim_asa_s",
    ])
    for row in rows.addedUp() {
      let figures = row.counts.figures
      csv.row(
        row.queue, row.start.text(in: zone), fixed(row.offered, 3),
        shortest((row.agents * 1000).rounded() / 1000), fixed(figures.serviceLevel, 4),
        fixed(row.halfWidth, 4), fixed(figures.abandonment, 4),
        fixed(figures.averageSpeedOfAnswerSeconds, 1))
    }
    return csv.bytes
  }
}
