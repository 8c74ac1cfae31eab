// Goal: all of a part that asks no plugin: its requirement, roster and simulated service, and how many
// hours other assumptions would ask for.
//
// Method: parts know nothing of each other, so they are planned side by side; their order and the number
// of cores change no result. Rows of equal load give equal requirements and are staffed once.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import Rostering

/// One site's part of a scenario, ready to be planned.
struct PartJob: Sendable {
  var site: SiteSetting
  /// With the site's labour limits in force.
  var rules: RosterRules
  /// What an hour of work is paid from each instant of the grid on, in thousandths of basic pay.
  var payFactors: [Instant: Int]
  var rows: [ForecastRow]
  /// A roster to stay near.
  var staying: SiteRoster?
}

/// What planning a part gives.
struct PartDraft: Sendable {
  var requirement: [RequirementRow]
  var roster: SiteRoster
  var service: ServiceResult
  /// Scheduled hours with longer handling and with more shrinkage, against those of the plan.
  var longerHandling: Double
  var moreShrinkage: Double
}

/// Plans the parts of a comparison.
struct PartPlanner: Sendable {
  /// The assumptions of the sensitivity lines.
  static let longerHandling = 1.1
  static let moreShrinkage = 0.05

  var centre: Centre
  var rostering: SiteRostering
  var replications: Int
  var seed: UInt64

  /// The drafts of `jobs`, in their order, on so many cores.
  func drafts(of jobs: [PartJob], threads: Int) async throws(Problem) -> [PartDraft] {
    var planner = self
    // One core a part, unless there is only one part.
    planner.rostering.threads = jobs.count > 1 ? 1 : threads
    let made = await concurrently(jobs, threads: max(1, threads)) { [planner] job in
      await planner.result(job)
    }
    var drafts: [PartDraft] = []
    for one in made { drafts.append(try one.get()) }
    return drafts
  }

  private func result(_ job: PartJob) async -> Result<PartDraft, Problem> {
    do throws(Problem) { return .success(try await draft(job)) } catch { return .failure(error) }
  }

  private func draft(_ job: PartJob) async throws(Problem) -> PartDraft {
    let requirement = try requirement(job.site, job.rows)
    let roster = try await rostering.roster(job, requirement)
    let check = ServiceCheck(
      intervalSeconds: centre.intervalSeconds, replications: replications, seed: seed)
    var services: [ServiceResult] = []
    for queue in queues(job.site) {
      services.append(await check.service(queue, requirement, roster.segments))
    }
    let scheduled = Double(requirement.reduce(0) { $0 + $1.scheduled })
    func ratio(_ rows: [RequirementRow]) -> Double {
      scheduled > 0 ? Double(rows.reduce(0) { $0 + $1.scheduled }) / scheduled : 1
    }
    return PartDraft(
      requirement: requirement, roster: roster, service: .together(services),
      longerHandling: ratio(
        try self.requirement(job.site, job.rows, handling: Self.longerHandling)),
      moreShrinkage: ratio(requirement.map { shrunk($0, job.site) }))
  }

  /// The rows a site needs for its part.
  private func requirement(
    _ site: SiteSetting, _ rows: [ForecastRow], handling: Double = 1
  ) throws(Problem) -> [RequirementRow] {
    struct Load: Hashable {
      var offered: Double
      var handling: Double
      var isClosed: Bool
    }
    var all: [RequirementRow] = []
    for queue in queues(site) {
      let step = RequirementStep(queue: queue, intervalSeconds: centre.intervalSeconds)
      var known: [Load: RequirementRow] = [:]
      for var row in rows where row.queue == queue.id {
        row.handlingSeconds *= site.handlingFactor * handling
        let load = Load(
          offered: row.offered, handling: row.handlingSeconds,
          isClosed: row.method == ForecastRow.closedMethod)
        if var same = known[load] {
          same.start = row.start
          all.append(same)
        } else if let made = try step.requirement([row]).first {
          known[load] = made
          all.append(made)
        }
      }
    }
    return all
  }

  /// The row with more shrinkage: the same agents on the phone, more of them scheduled.
  private func shrunk(_ row: RequirementRow, _ site: SiteSetting) -> RequirementRow {
    guard let queue = queues(site).first(where: { $0.id == row.queue }) else { return row }
    var row = row
    row.scheduled = scheduledAgents(
      row.agents, shrinkage: min(0.95, queue.shrinkage + Self.moreShrinkage))
    return row
  }

  /// The centre's queues with the site's shrinkage.
  func queues(_ site: SiteSetting) -> [Queue] {
    centre.queues.map { queue in
      var queue = queue
      queue.shrinkage = min(0.95, site.shrinkage ?? queue.shrinkage)
      // Overflow and hours leave parts with intervals of next to nothing.
      queue.minimumAgents = max(1, queue.minimumAgents)
      return queue
    }
  }
}

/// `body` of every item, at most `threads` at a time, results in the order of the items.
func concurrently<Item: Sendable, R: Sendable>(
  _ items: [Item], threads: Int, _ body: @escaping @Sendable (Item) async -> R
) async -> [R] {
  await withTaskGroup(of: (Int, R).self) { group in
    var results = [R?](repeating: nil, count: items.count)
    var next = 0
    func add() {
      guard next < items.count else { return }
      let (index, item) = (next, items[next])
      next += 1
      group.addTask { (index, await body(item)) }
    }
    for _ in 0..<threads { add() }
    while let (index, result) = await group.next() {
      results[index] = result
      add()
    }
    return results.compactMap { $0 }
  }
}
