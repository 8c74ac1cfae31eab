public import CentreInputs
internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Planning
public import Publishing
internal import Tables

/// A plan as one self-contained HTML page: the answer on the first screen, every number behind it below.
/// Nothing is loaded from elsewhere; all of it is readable without the small script.
public struct PlanReport {
  private let data: PlanData
  private let comparison: ComparisonReport?

  /// `files`: The plan's files by name. `previous`: The plan that was in force before, likewise.
  /// `comparison`: The scenarios of the centre in the same period, for a section of their own.
  public init(
    folder: CentreFolder, manifest: Manifest, files: @escaping (String) -> [UInt8]?,
    past: PastWeeks,
    previous: (manifest: Manifest, files: (String) -> [UInt8]?)? = nil,
    comparison: ComparisonReport? = nil
  ) throws(Problem) {
    self.comparison = comparison
    data = try PlanData(
      folder: folder, manifest: manifest, files: PlanFiles(content: files), past: past,
      previous: previous.map { ($0.manifest, PlanFiles(content: $0.files)) })
  }

  public func html() -> String {
    let trust = Trust(data: data)
    let findings = Findings(data: data)
    let last = data.from + (data.days - 1)
    let title = "\(data.folder.centre.name), \(data.from) to \(last)"
    let sections = [
      ("short", "Where it is short", ShortAndOver(data: data).html),
      ("forecast", "What is coming and how it is served", queues()),
      (
        "day", "The day, person by person",
        DayViews(people: RosteredPeople(data), dates: data.dates).html
      ),
      ("roster", "Roster", RosterTable(data).html),
      ("changes", "What changed", findings.changes),
      ("cost", "Cost", CostSection(data: data).html),
      ("sites", "Sites", SitesSection(data: data).html),
      ("scenarios", "Scenarios compared", comparison?.section() ?? ""),
      ("findings", "Findings", findings.html),
      ("evidence", "Can I trust it?", trust.html),
      ("made", "Made from", Provenance(data: data).html),
    ].filter { !$0.2.isEmpty }
    var body = "<header><h1>\(safe(data.folder.centre.name))</h1>\n<p class=sub>"
    body +=
      "<b>\(data.from.weekday.shortName) \(data.from) to \(last.weekday.shortName) \(last)</b>, "
    body += "\(safe(data.folder.centre.timezone)); as of \(safe(asOf))</p>\n</header>\n<main>\n"
    body += FirstScreen(data: data, trust: trust).html + findings.attention
    body += "<nav aria-label=\"Parts of the page\">"
    body += sections.map { "<a href=\"#\($0.0)\">\(safe($0.1))</a>" }.joined(separator: " ")
    body += "</nav>\n"
    body += sections.map { section($0.0, $0.1, $0.2) }.joined()
    body += "</main>\n<footer class=sub>Plan \(safe(data.manifest.planID)), made by Muster "
    body +=
      "\(safe(data.manifest.versions["muster"] ?? "")). Why a number is what it is: point at it and press Enter, or run "
    body += "<code>muster explain CENTRE --queue QUEUE --at TIME</code>.</footer>\n"
    return HTMLPage.page(title: title, body: body)
  }

  private var asOf: String {
    guard let instant = try? PlanningPeriod.asOf(data.manifest.asOf, zone: data.zone) else {
      return data.manifest.asOf
    }
    let local = data.zone.local(at: instant)
    return "\(local.date) \(local.clock)"
  }

  /// Queue by queue; of many, all but the first open at a click.
  private func queues() -> String {
    let perQueue = data.grid.count
    var tables = 0
    return data.queues.enumerated().map { number, queue in
      let hasTable = tables + perQueue <= IntervalTable.most
      if hasTable { tables += perQueue }
      let body = QueueSection(data: data, queue: queue, number: number, hasTable: hasTable).html
      guard data.queues.count > 6, number > 0 else { return body }
      return "<details class=day><summary>\(safe(queue.name))</summary>\n\(body)</details>\n"
    }.joined()
  }
}
