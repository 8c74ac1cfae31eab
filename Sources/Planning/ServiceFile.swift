internal import CentreModel
public import CivilTime
public import SitePlanning
public import Tables

/// Simulated service as a file, one row per open interval and queue; sites are added up.
public enum ServiceFile {
  public static func write(_ rows: [SimulatedService], zone: Zone) -> [UInt8] {
    table(rows, zone: zone).csv()
  }

  public static func table(_ rows: [SimulatedService], zone: Zone) -> Table {
    var table = Table([
      .text("queue"), .text("interval_start"), .number("offered", decimals: 3), .number("agents"),
      .number("sim_sl", decimals: 4), .number("sim_ci95", decimals: 4),
      .number("sim_p_abandon", decimals: 4), .number("sim_asa_s", decimals: 1),
    ])
    for row in rows.addedUp() {
      let figures = row.counts.figures
      table.row(
        .text(row.queue), .text(row.start.text(in: zone)), .number(row.offered),
        .number((row.agents * 1000).rounded() / 1000), .number(figures.serviceLevel),
        .number(row.halfWidth), .number(figures.abandonment),
        .number(figures.averageSpeedOfAnswerSeconds))
    }
    return table
  }
}
