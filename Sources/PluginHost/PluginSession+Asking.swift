internal import CMusterPlugin
public import CentreModel
public import CivilTime
public import PluginContract

extension PluginSession {
  // MARK: - Demand

  /// The forecast after every plugin has changed it, in the order of the configuration.
  ///
  /// `rows` are of one queue, ascending, in equally long intervals; `offset` gives the seconds to
  /// add to UTC for local time in the queue's zone.
  public func overlay(
    _ queue: QueueInfo, _ rows: [ForecastRow], offset: (Instant) -> Int
  ) -> [ForecastRow] {
    guard adds(.overlay), !rows.isEmpty else { return rows }
    var now = rows
    _ = each(.overlay) { (plugin) throws(PluginFault) -> Void? in
      var lent = RowConversion.intervals(now, lengthSeconds: queue.intervalS, offset: offset)
      if try plugin.overlay(queue, &lent) {
        now = RowConversion.rows(now, with: lent, by: plugin.id)
      }
      return nil
    }
    return now
  }

  /// The demand of a queue without history, by the first plugin that takes it; nil when none does.
  ///
  /// `rows` come with `offered` 0; closed ones say so.
  public func demand(
    _ queue: QueueInfo, _ rows: [ForecastRow], offset: (Instant) -> Int
  ) -> [ForecastRow]? {
    let lent = RowConversion.intervals(rows, lengthSeconds: queue.intervalS, offset: offset)
    return first(.demand) { (plugin) throws(PluginFault) -> [ForecastRow]? in
      var filled = lent
      guard try plugin.demand(queue, &filled) else { return nil }
      return zip(rows, filled).map { row, new in
        var row = row
        row.offered = new.volume
        row.handlingSeconds = new.aht_s
        row.low80 = new.low80
        row.high80 = new.high80
        row.low95 = new.low95
        row.high95 = new.high95
        if new.flags & MUSTER_CLOSED == 0 { row.method = plugin.id }
        return row
      }
    }?.answer
  }

  /// The work of the rows, by the first plugin that takes the queue; nil when none does.
  public func workload(
    _ queue: QueueInfo, _ rows: [ForecastRow], offset: (Instant) -> Int
  ) -> Contribution<[PluginWork]>? {
    let lent = RowConversion.intervals(rows, lengthSeconds: queue.intervalS, offset: offset)
    return first(.workload) { (plugin) throws(PluginFault) in
      try plugin.workload(queue, lent)?.map(PluginWork.init)
    }
  }

  /// What the rows need, by the first plugin that takes the queue, or only by `plugin` where one is
  /// named; nil when none does.
  ///
  /// An element is nil where that plugin leaves the interval to the host's own model.
  public func requirement(
    _ queue: QueueInfo, goal: ServiceGoal, _ rows: [ForecastRow], by plugin: String? = nil,
    offset: (Instant) -> Int
  ) -> Contribution<[PluginRequirement?]>? {
    let lent = RowConversion.intervals(rows, lengthSeconds: queue.intervalS, offset: offset)
    let asked = RowConversion.goal(goal)
    return first(.requirement, only: plugin) { (plugin) throws(PluginFault) in
      guard let needs = try plugin.requirement(queue, goal: asked, lent) else { return nil }
      if let wrong = RowChecks.fault(of: needs, shrinkage: queue.shrinkage) {
        throw plugin.breach(.requirement, wrong)
      }
      return zip(needs, lent).map { PluginRequirement($0, for: $1, plugin: plugin.id) }
    }
  }

  /// What the first plugin answers that adds `hook` and takes the question; nil when none does.
  func first<Answer>(
    _ hook: Hook, only id: String? = nil, _ body: (Plugin) throws(PluginFault) -> Answer?
  ) -> Contribution<Answer>? {
    for plugin in plugins where plugin.adds(hook) && (id == nil || plugin.id == id) {
      do throws(PluginFault) {
        if let answer = try body(plugin) {
          return Contribution(plugin: plugin.id, answer: answer)
        }
      } catch { note(error) }
    }
    return nil
  }

  // MARK: - Contacting

  /// The windows that every plugin with an opinion allows; nil when none has one.
  public func windows(_ question: WindowsQuestion) -> [ContactWindow]? {
    let answers = each(.windows) { (plugin) throws(PluginFault) in
      try plugin.windows(question)
    }
    guard let first = answers.first else { return nil }
    return answers.dropFirst().reduce(first.answer.windows) { all, next in
      intersection(all, next.answer.windows)
    }
  }

  public func caps(_ question: CapsQuestion) -> [Contribution<CapsAnswer>] {
    each(.caps) { (plugin) throws(PluginFault) in try plugin.caps(question) }
  }

  // MARK: - Labour

  /// The labour rules that bind a site, from all plugins.
  public func labour(_ question: LabourQuestion) -> [Contribution<LabourAnswer>] {
    each(.labour) { (plugin) throws(PluginFault) in try plugin.labour(question) }
  }

  /// What every plugin finds about one agent's shifts, but for those that add the hook `other`.
  public func judge(
    _ question: ShiftsQuestion, unlessAdding other: Hook? = nil
  ) -> [Contribution<FindingsAnswer>] {
    each(.shifts) { (plugin) throws(PluginFault) in
      if let other, plugin.adds(other) { return nil }
      return try plugin.judge(question)
    }
  }

  /// What one agent's shifts cost, by the first plugin that says; nil when none does.
  public func price(_ question: PriceQuestion) -> Contribution<PriceAnswer>? {
    first(.price) { (plugin) throws(PluginFault) in try plugin.price(question) }
  }

  // MARK: - Plan

  public func resources(_ plan: PlanInfo) -> [Contribution<ResourcesAnswer>] {
    each(.resources) { (plugin) throws(PluginFault) in try plugin.resources(plan) }
  }

  public func audit(_ plan: PlanInfo) -> [Contribution<FindingsAnswer>] {
    each(.audit) { (plugin) throws(PluginFault) in try plugin.audit(plan) }
  }

  public func report(_ plan: PlanInfo) -> [Contribution<ReportAnswer>] {
    each(.report) { (plugin) throws(PluginFault) in try plugin.report(plan) }
  }

  // MARK: - Rules

  /// The rules of every plugin.
  public func rules() -> [Contribution<[Rule]>] {
    each(.rules) { (plugin) throws(PluginFault) -> [Rule]? in try plugin.rules() }
  }
}

/// What both lists of windows allow, with the rules of both.
func intersection(_ a: [ContactWindow], _ b: [ContactWindow]) -> [ContactWindow] {
  var found: [ContactWindow] = []
  var i = 0
  var j = 0
  while i < a.count, j < b.count {
    let start = max(a[i].startUnix, b[j].startUnix)
    let end = min(a[i].endUnix, b[j].endUnix)
    if start < end {
      let rules = a[i].rules + b[j].rules.filter { !a[i].rules.contains($0) }
      found.append(
        ContactWindow(
          startUnix: start, endUnix: end, rules: rules, note: a[i].note ?? b[j].note))
    }
    if a[i].endUnix < b[j].endUnix { i += 1 } else { j += 1 }
  }
  return found
}
