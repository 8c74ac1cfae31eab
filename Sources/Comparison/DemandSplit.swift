public import CentreModel
public import CivilTime
public import Diagnostics

extension ScenarioSetting {
  /// Each part's share of a forecast, in the order of the parts: rows with less, never fewer.
  ///
  /// A part takes its share of what the parts with earlier limits left, in its hours and up to its
  /// contacts an hour; what a limit turns away goes to the next part that has no share of its own
  /// left to take, in order. Everything is taken once, or it is an error.
  ///
  /// - Throws: A problem that names the first interval that nobody, or more than everybody, takes.
  public func split(
    _ rows: [ForecastRow], zone: Zone, intervalSeconds: Int
  ) throws(Problem) -> [[ForecastRow]] {
    var all = [[ForecastRow]](repeating: [], count: parts.count)
    for row in rows {
      let minute = zone.local(at: row.start).secondsOfDay / 60
      let open = parts.indices.filter { parts[$0].hours?.contains(minute) ?? true }
      var left = 1.0
      var taken = [Double](repeating: 0, count: parts.count)
      for (position, k) in open.enumerated() {
        let part = parts[k]
        // With a limit before it, a part takes what that one turned away.
        let isOverflow = open[..<position].contains { parts[$0].contactsPerHour != nil }
        var share = isOverflow ? left : min(part.share, left)
        if let most = part.contactsPerHour, row.offered > 0 {
          share = min(share, most * Double(intervalSeconds) / 3600 / row.offered)
        }
        taken[k] = share
        left -= share
      }
      if row.offered > 0, left > 1e-9 {
        throw Problem(
          subject: "scenario \(id)", "leaves a part of the contacts to nobody",
          value: "\(row.queue), \(row.start.text(in: zone))",
          maybe: "let the shares of every hour sum to 1, or add a part without a limit")
      }
      for k in parts.indices { all[k].append(row.scaled(by: taken[k])) }
    }
    return all
  }
}

extension ForecastRow {
  /// The row with its volumes multiplied; a row of nothing counts as closed.
  func scaled(by share: Double) -> ForecastRow {
    var row = self
    row.offered *= share
    row.low80 *= share
    row.high80 *= share
    row.low95 *= share
    row.high95 *= share
    if share == 0 {
      row.method = ForecastRow.closedMethod
      row.isClosed = true
    }
    return row
  }
}
