// Goal: what a centre has published, as people are to know it: every plan, and week by week what counts.
//
// Method: which plan counts on a date, `PublishedRosters` says; a shift is shown on the date on which it begins
// by the clock of its site. A plan of which a file was changed or lost is named and nothing of it is shown; the
// plan before it does not count instead, since it was replaced.

internal import CivilTime
internal import Diagnostics
internal import Files
internal import Planning
internal import Publishing

/// The published plans of a centre and the weeks that are in force.
struct FolderContent {
  let centre: String
  /// Newest first.
  private(set) var entries: [FolderEntry] = []
  /// Newest first.
  private(set) var weeks: [FolderWeek] = []
  private(set) var damages: [FolderDamage] = []
  private var clocks: [String: Zone] = [Zone.utc.name: .utc]
  /// A plan's calendars are found by its name.
  private let store: PlanStore

  init(_ store: PlanStore, zones: ZoneDatabase) throws(Problem) {
    self.store = store
    let found = try store.plans()
    guard let last = found.plans.last else {
      throw found.damaged.first
        ?? Problem(
          .missingConfiguration, at: Place(file: store.folder), "no plan is published here",
          maybe: "run muster plan first")
    }
    centre = last.manifest.centre
    damages = found.damaged.map { problem in
      let parts = problem.place?.file.split(separator: "/") ?? []
      return FolderDamage(
        name: parts.dropLast().last.map(String.init) ?? "", dates: [], problem: problem,
        why: "cannot be read: its manifest was changed")
    }
    try read(found.plans, zones)
    guard entries.contains(where: { $0.plan != nil }) else {
      throw damages.first?.problem
        ?? Problem(at: Place(file: store.folder), "none of the plans can be read")
    }
  }

  private mutating func read(_ plans: [StoredPlan], _ zones: ZoneDatabase) throws(Problem) {
    let dates = plans.compactMap { CivilDate($0.manifest.from) }
    let ends = plans.compactMap { CivilDate($0.manifest.to) }
    guard let first = dates.min(), let end = ends.max(), first < end else { return }
    let parts = try PublishedRosters(store).parts(first..<end)
    for (number, stored) in plans.enumerated() {
      guard let from = CivilDate(stored.manifest.from), let to = CivilDate(stored.manifest.to),
        from < to
      else {
        let problem = Problem(
          at: Place(file: store.path(of: stored.name)), "cannot be read: its manifest has no dates",
          maybe: "plan again")
        damages.append(
          FolderDamage(name: stored.name, dates: [], problem: problem, why: problem.what))
        continue
      }
      let part = parts.first { $0.plan.name == stored.name }
      let name = stored.name
      var entry = FolderEntry(
        name: name, from: from, to: to, state: .replaced, isLatest: try name == store.latestName,
        reasons: try store.failure(of: name) + store.accepted(of: name), plan: nil, number: number)
      if !stored.isInForce { entry.state = .notInForce }
      if let part { entry.state = .inForce(days: part.dates.count, of: to - from) }
      do throws(Problem) { entry.plan = try plan(stored, zones) } catch {
        guard error.kind != .failed else { throw error }
        entry.state = .damaged(error.what)
        damages.append(
          FolderDamage(
            name: name, dates: part?.dates.sorted() ?? [], problem: error, why: error.what))
      }
      entries.append(entry)
    }
    entries.sort { ($0.from, $0.number) > ($1.from, $1.number) }
    addWeeks(parts)
  }

  private mutating func plan(_ stored: StoredPlan, _ zones: ZoneDatabase) throws(Problem)
    -> FolderPlan
  {
    let path = store.path(of: stored.name)
    guard let content = try store.content(of: stored.name) else {
      throw Problem(
        at: Place(file: path),
        "cannot be read: a file of it was changed or lost since it was published",
        maybe: "plan again; the manifest has the hashes")
    }
    let files = PlanFiles { content.files[$0] }
    var clocks = clocks
    defer { self.clocks = clocks }
    do throws(Problem) {
      return try FolderPlan(stored, files: files) { (name) throws(Problem) in
        if let known = clocks[name] { return known }
        let zone = try zones.zone(name)
        clocks[name] = zone
        return zone
      }
    } catch {
      var problem = error
      problem.place = Place(
        file: "\(path)/\(error.place?.file ?? "")", line: error.place?.line,
        column: error.place?.column)
      problem.what = "cannot be read: \(error.what)"
      throw problem
    }
  }

  // MARK: - Weeks

  private mutating func addWeeks(_ parts: [PublishedRosters.Part]) {
    let plans = Dictionary(
      entries.compactMap { entry in entry.plan.map { (entry.name, $0) } }
    ) { first, _ in first }
    // Weeks begin on the day on which most plans do, so that they keep their names.
    let days = Dictionary(grouping: parts, by: \.from.weekday).mapValues(\.count)
    let first = days.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .monday
    func start(of date: CivilDate) -> CivilDate {
      date + -((date.weekday.rawValue - first.rawValue + 7) % 7)
    }
    var weeks: [CivilDate: FolderWeek] = [:]
    func change(_ date: CivilDate, _ body: (inout FolderWeek) -> Void) {
      let start = start(of: date)
      body(&weeks[start, default: FolderWeek(start: start)])
    }
    for part in parts {
      guard let plan = plans[part.plan.name] else { continue }
      let people = Dictionary(plan.people.map { ($0.id, $0) }) { first, _ in first }
      for (_, dates) in Dictionary(grouping: part.dates, by: start).sorted(by: { $0.key < $1.key })
      {
        change(dates[0]) { week in
          week.dates.formUnion(dates)
          week.note(plan)
          for person in plan.people { week.add(person, on: Set(dates)) }
        }
      }
      for shift in plan.shifts where part.dates.contains(plan.days.date(at: shift.start)) {
        change(shift.date) { week in
          week.note(plan)
          if week.person(shift.agent) == nil {
            week.add(people[shift.agent] ?? PlanPerson(of: shift), on: [])
          }
          week.add(shift)
        }
      }
      for change in plan.changes where part.dates.contains(plan.days.date(at: change.start)) {
        weeks[start(of: plan.days.date(at: change.start))]?.add(change)
      }
    }
    self.weeks = weeks.values.sorted { $0.start > $1.start }
    for k in self.weeks.indices { self.weeks[k].sort() }
  }

  // MARK: - People

  /// Everybody whom a plan in force was made for, as the newest of them knew them.
  var people: [PlanPerson] {
    var newest: [String: PlanPerson] = [:]
    for week in weeks {
      for person in week.people { newest[person.id] = newest[person.id] ?? person }
    }
    return newest.values.sorted { $0.id < $1.id }
  }

  /// The clock of a site, of the name that a plan gives it.
  func clock(_ name: String) -> Zone { clocks[name] ?? .utc }

  /// An agent's calendar as the newest plan in force that has one published it.
  func calendar(of agent: String) throws(Problem) -> [UInt8]? {
    let name = AgentCalendars.fileName(agent: agent)
    let inForce = entries.filter { entry in
      if case .inForce = entry.state { entry.plan != nil } else { false }
    }.sorted { ($0.isLatest ? 1 : 0, $0.number) > ($1.isLatest ? 1 : 0, $1.number) }
    for entry in inForce {
      guard entry.plan?.manifest.outputs.contains(where: { $0.name == name }) == true,
        let bytes = try readFileIfAny("\(store.path(of: entry.name))/\(name)")
      else { continue }
      return bytes
    }
    return nil
  }
}

extension PlanPerson {
  /// Somebody of whom the plan says nothing but a shift.
  fileprivate init(of shift: WorkedShift) {
    self.init(
      id: shift.agent, name: "", site: shift.rows.first?.site ?? "", timezone: shift.zone.name,
      contract: "", leave: [])
  }
}

extension FolderWeek {
  fileprivate mutating func note(_ plan: FolderPlan) {
    guard plans.last != plan.name, !plans.contains(plan.name) else { return }
    plans.append(plan.name)
    for queue in plan.queues where !queues.contains(queue) { queues.append(queue) }
  }
}
