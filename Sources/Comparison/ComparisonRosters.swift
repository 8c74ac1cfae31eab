internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Files
internal import Publishing
internal import SitePlanning

extension ComparisonRun {
  /// Writes the roster of every part into `folder`, with further files; a file appears whole or not at
  /// all.
  ///
  /// - Returns: The paths written.
  public func write(
    _ results: [ScenarioResult], and more: [(name: String, bytes: [UInt8])] = [],
    into folder: String
  ) throws(Problem) -> [String] {
    var files = more
    for result in results {
      for part in result.parts {
        guard let site = setting.sites.first(where: { $0.id == part.site }) else { continue }
        let name = "\(result.id)-\(part.site)"
        files.append(
          ("\(name)-roster.csv", RosterFiles.long(part.planned.rosterRows)))
        files.append(("\(name)-grid.csv", grid(part, site)))
      }
    }
    try makeFolder(folder)
    for file in files { try writeFile("\(folder)/\(file.name)", file.bytes) }
    return files.map { "\(folder)/\($0.name)" }.sorted()
  }

  private func grid(_ part: PartResult, _ site: SiteSetting) -> [UInt8] {
    let starts = RosterShift.shifts(of: part.planned.roster.segments).map {
      site.zone.date(at: $0.start)
    }
    let dates = starts.min().map { first in
      (0...((starts.max() ?? first) - first)).map { first + $0 }
    }
    let roster = part.planned.roster
    return RosterFiles.grid(
      [
        .init(
          segments: roster.segments, agents: roster.agents.map { (id: $0.id, name: $0.name) },
          zone: site.zone)
      ], dates: dates ?? [])
  }
}
