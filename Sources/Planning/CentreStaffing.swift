public import CentreInputs
public import CentreModel
public import CivilTime
public import Diagnostics
public import PluginContract
public import PluginHost
public import Publishing
public import SitePlanning

/// Who works where, and who takes what: the sites of a centre, or of a scenario of its comparison.
public struct CentreStaffing {
  public var sites: [StaffedSite]
  public var split: DemandSplit
  /// Plugins that these sites need beside the centre's, and the holidays of their calendars.
  public var plugins: [PluginRequest] = []
  public var holidays: [HolidayInfo] = []
  /// Files read for it, beside the centre's.
  public var inputs: [Manifest.File] = []
  /// What the planner should know about the split, in sentences.
  public var notes: [String] = []

  public init(sites: [StaffedSite], split: DemandSplit) {
    self.sites = sites
    self.split = split
  }

  /// The sites of `centre.toml` with the people of its agents' file; a centre without sites is one.
  ///
  /// Where no `[[part]]` says who takes what, each site takes a share by its people.
  public init(_ folder: CentreFolder) throws(Problem) {
    let centre = folder.centre
    var sites: [StaffedSite] = []
    let listed =
      centre.sites.isEmpty
      ? [
        Site(
          id: "", name: centre.name, timezone: centre.timezone, calendar: centre.calendar)
      ] : centre.sites
    for site in listed {
      let zone = try folder.zones.zone(site.timezone)
      let agents = folder.agents.filter {
        ($0.site ?? listed[0].id) == site.id || listed.count == 1
      }
      sites.append(
        StaffedSite(
          site, zone: zone, shiftZone: site.anchor == .client ? folder.zone : zone,
          people: .named(agents), rules: folder.rules))
    }
    var parts = centre.parts
    var notes: [String] = []
    if parts.isEmpty {
      if sites.count == 1 {
        parts = [WorkPart(site: sites[0].site.id)]
      } else {
        parts = try DemandSplit.byPeople(sites, queues: centre.queues)
        for queue in centre.queues {
          let shares = parts.filter { $0.queues.contains(queue.id) }
            .map { "\($0.site) \(Int(nearest: $0.share * 100)) %" }
          notes.append(
            "no [[part]] says who takes \(queue.id): by their people, \(shares.joined(separator: ", "))"
          )
        }
      }
    }
    self.init(
      sites: sites, split: DemandSplit(parts, of: "centre", queues: centre.queues))
    self.notes = notes
  }

  /// The part of each site in the demand, sites in their order; of several parts of one site their sum.
  public func parts(
    _ demand: [ForecastRow], centre: Centre, zone: Zone
  ) throws(Problem) -> [SitePart] {
    let split = try self.split.split(demand, zone: zone, intervalSeconds: centre.intervalSeconds)
    return sites.map { site in
      var rows: [ForecastRow] = []
      for (part, own) in zip(self.split.parts, split) where part.site == site.site.id {
        rows = rows.isEmpty ? own : rows.added(own)
      }
      let taken = Set(rows.lazy.map(\.queue))
      return SitePart(
        site: site, queues: centre.queues.filter { taken.contains($0.id) }, demand: rows)
    }
  }
}
