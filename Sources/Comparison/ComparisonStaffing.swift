public import CentreInputs
public import CentreModel
internal import CivilTime
public import Diagnostics
internal import Files
public import Planning
internal import PluginContract
internal import Publishing
internal import SitePlanning

extension ComparisonSetting {
  /// The scenario of that id.
  ///
  /// `option`: What asked for it, for the message when there is none.
  public func scenario(_ id: String, option: String) throws(Problem) -> ScenarioSetting {
    if let found = scenarios.first(where: { $0.id == id }) { return found }
    let ids = scenarios.map(\.id)
    throw Problem(
      .usage, subject: option, "is no scenario of this comparison", value: id,
      maybe: nearestName(to: id, among: ids).map { "you meant \($0)" }
        ?? "one of \(ids.joined(separator: ", "))")
  }

  /// The sites of a scenario and who takes what among them.
  func staffing(_ scenario: ScenarioSetting, _ folder: CentreFolder) -> CentreStaffing {
    let taking = Set(scenario.parts.map(\.site))
    var staffing = CentreStaffing(
      sites: sites.filter { taking.contains($0.id) }.map { site in
        var site = site
        if site.mix != nil, let mix = scenario.mixes[site.id] { site.mix = mix }
        return site.staffed(folder)
      },
      split: DemandSplit(
        scenario.parts, of: "scenario \(scenario.id)", queues: folder.centre.queues))
    staffing.plugins = plugins
    return staffing
  }

  /// A scenario's sites with the people of the centre's agents' file, to be planned and published.
  ///
  /// - Throws: ``Problems`` of the comparison file, or a site that nobody of the agents' file works at.
  public static func named(
    scenario id: String, file: String?, _ folder: CentreFolder
  ) throws(Problems) -> CentreStaffing {
    let path = file ?? folder.file(fileName)
    var setting = try read(
      path: path, zones: folder.zones, queues: folder.centre.queues, fallback: folder.rules)
    do throws(Problem) {
      let scenario = try setting.scenario(id, option: "--scenario")
      for k in setting.sites.indices { setting.sites[k].mix = nil }
      var staffing = setting.staffing(scenario, folder)
      for site in staffing.sites {
        guard case .named(let agents) = site.people, agents.isEmpty else { continue }
        throw Problem(
          .missingConfiguration, at: Place(file: folder.file(folder.centre.agentsFile)),
          subject: "site \(site.site.id)", "nobody works there",
          maybe: "write \(site.site.id) into the column site of its agents")
      }
      let sites = setting.sites.filter { site in staffing.sites.contains { $0.site.id == site.id } }
      staffing.inputs = [.init(name: fileName, content: try readFile(path))]
      var calendars: [String: HolidayCalendar] = [:]
      for site in sites {
        calendars[site.id] = try site.holidays(folder, extra: nil)
        for file in site.holidayFiles {
          let name = "\(site.id): \(file)"
          staffing.inputs.append(.init(name: name, content: try readFile(folder.file(file))))
        }
      }
      staffing.holidays = sites.holidayInfos(calendars)
      return staffing
    } catch { throw Problems([error]) }
  }
}

extension SiteSetting {
  /// The rows of the site's calendar from its own files and the centre's; extra ones take the place
  /// of those on their dates.
  func holidays(_ folder: CentreFolder, extra: String?) throws(Problem) -> HolidayCalendar {
    guard let name = site.calendar, !name.isEmpty else { return .empty }
    var all: [Holiday] = []
    for file in holidayFiles {
      all += try HolidayCalendar(path: folder.file(file), calendar: name).holidays
    }
    for file in folder.centre.holidayFiles {
      all += try HolidayCalendar(
        path: folder.file(file), calendar: folder.centre.calendar ?? ""
      ).holidays
    }
    var calendar = HolidayCalendar(all)
    if let extra {
      calendar = calendar.overridden(by: try HolidayCalendar(path: extra, calendar: name))
    }
    return try calendar.calendar(name)
  }
}

extension [SiteSetting] {
  /// Every calendar of the sites once, in the words of the contract with plugins.
  func holidayInfos(_ calendars: [String: HolidayCalendar]) -> [HolidayInfo] {
    var seen: Set<String> = []
    return flatMap { setting -> [HolidayInfo] in
      guard let name = setting.site.calendar, !name.isEmpty, seen.insert(name).inserted else {
        return []
      }
      return (calendars[setting.id]?.holidays ?? []).map {
        HolidayInfo(calendar: name, date: "\($0.date)", kind: $0.kind.rawValue, name: $0.name)
      }
    }
    .sorted { ($0.date, $0.calendar, $0.name) < ($1.date, $1.calendar, $1.name) }
  }
}

/// Who works where in a scenario of the centre's comparison; nil, where no scenario is named: as the
/// centre says.
public func staffing(
  ofScenario id: String?
) -> ((CentreFolder, PlanningPeriod) throws(Problems) -> CentreStaffing)? {
  guard let id else { return nil }
  return { (folder, _) throws(Problems) in
    try ComparisonSetting.named(scenario: id, file: nil, folder)
  }
}

extension PublishedPlan {
  /// The steps as this plan was made: in its period, at the sites of its scenario where it has one.
  public func steps(
    of folder: CentreFolder, plugins: PluginSource
  ) throws(Problems) -> CentreSteps {
    try CentreSteps(
      folder, period, plugins: plugins,
      staffing: staffing(ofScenario: manifest.options["scenario"]), threads: 2)
  }
}
