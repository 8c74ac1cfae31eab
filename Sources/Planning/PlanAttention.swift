internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Forecasting
internal import PluginContract
internal import Publishing
internal import Rostering
internal import SitePlanning
internal import Tables

extension Attention {
  /// Codes, as programs read them.
  static let plugin = "plugin"
  static let rule = "rule"
  static let goal = "goal"
  static let emptyRoster = "empty-roster"
  static let missingCoverage = "missing-coverage"
  static let input = "input"
  static let split = "split"
  static let level = "level"
  static let store = "store"
  static let leadIn = "lead-in"
}

extension PlanRun {
  /// Everything about a plan that must not be overlooked, failures first.
  ///
  /// `notes`: What is to be said of the inputs.
  func attention(to plan: Plan, _ notes: [InputNote]) throws(Problem) -> [Attention] {
    var all = plan.goals.leadIn.map { Attention(.warning, Attention.leadIn, $0) }
    all += coverage(plan) + rules(plan) + goals(plan)
    all += plan.extras.faults.map {
      Attention(
        .failure, Attention.plugin, "a plugin failed, its part is missing: \($0)",
        kind: .missingConfiguration)
    }
    all += notes.filter { $0.severity == .warning }.map {
      Attention(.warning, Attention.input, $0.description)
    }
    for demand in plan.demand {
      guard let change = demand.forecast?.evidence.levelChange else { continue }
      all.append(Attention(.warning, Attention.level, "\(demand.queue): \(change.text)"))
    }
    all += steps.staffing.notes.map { Attention(.warning, Attention.split, $0) }
    all += try onlyFailedBefore(plan)
    all += identity.damaged.map {
      Attention(.warning, Attention.store, "a published plan cannot be read: \($0)")
    }
    return all.filter { $0.severity == .failure } + all.filter { $0.severity == .warning }
  }

  /// The day before the period, where only plans that failed speak of it: the last of them is continued.
  private func onlyFailedBefore(_ plan: Plan) throws(Problem) -> [Attention] {
    guard let last = try PublishedRosters(store).onlyFailed(on: plan.period.from - 1) else {
      return []
    }
    return [
      Attention(
        .warning, Attention.store,
        "the days before \(plan.period.from) have only \(last.name), which failed: it is taken for "
          + "worked; accept it (--accept), or plan those days again")
    ]
  }

  private func coverage(_ plan: Plan) -> [Attention] {
    let hours = Double(plan.folder.centre.intervalSeconds) / 3600
    // A queue rostered for its promise is judged by that, unless nobody works at all.
    let rows = plan.segments.isEmpty ? plan.coverage : plan.coverageByInterval
    // What nobody of this plan could work is not asked of it.
    let nobodys = plan.segments.isEmpty ? 0 : missingOfLeadIn(plan) * hours
    let required = rows.reduce(0) { $0 + Double($1.scheduled) } * hours - nobodys
    let missing = rows.reduce(0) { $0 + $1.missing } * hours - nobodys
    guard required > 0 else { return [] }
    let share = "\(fixed(missing / required * 100, 2)) %"
    let of = "\(fixed(missing, 1)) of \(fixed(required, 1)) required hours are missing (\(share))"
    if plan.segments.isEmpty {
      return [
        Attention(.failure, Attention.emptyRoster, "nobody works: \(of)\(whyNobody(plan))")
      ]
    }
    let most = plan.folder.centre.maximumMissingShare
    guard missing > most * required + 1e-9 else { return [] }
    return [
      Attention(
        .failure, Attention.missingCoverage,
        "\(of), and [publish] max_missing is \(fixed(most * 100, 1)) %")
    ]
  }

  /// Agent-intervals that are missing because no roster went before, of queues held by interval.
  private func missingOfLeadIn(_ plan: Plan) -> Double {
    plan.parts.reduce(0) { sum, part in
      part.service.leadIn.missing.filter { !part.part.promised.contains($0.key.queue) }.values
        .sorted().reduce(sum, +)
    }
  }

  private func whyNobody(_ plan: Plan) -> String {
    plan.folder.agents.isEmpty ? "; the agents' file names nobody" : ""
  }

  /// Rules that plugins find broken, or nearly, each once, with how often.
  private func rules(_ plan: Plan) -> [Attention] {
    func named(_ severity: Finding.Severity, _ attention: Attention.Severity) -> [Attention] {
      let findings = plan.extras.allFindings.filter { $0.severity == severity }
      var order: [String] = []
      for finding in findings where !order.contains(finding.rule) { order.append(finding.rule) }
      return order.map { rule in
        let own = findings.filter { $0.rule == rule }
        let more = own.count > 1 ? " (\(own.count) times, see \(PlanFileName.findings))" : ""
        return Attention(attention, Attention.rule, "\(rule): \(own.first?.message ?? "")\(more)")
      }
    }
    return named(.violation, .failure) + named(.warning, .warning)
  }

  private func goals(_ plan: Plan) -> [Attention] {
    var all: [Attention] = []
    for verdict in plan.goals.weeks() where verdict.isMissedBeyondDoubt {
      all.append(Attention(.failure, Attention.goal, "\(verdict.queue): \(verdict.words)"))
    }
    for verdict in plan.goals.daysMissed() {
      // A day's promise is as good as a week's.
      all.append(
        Attention(
          verdict.isPromise ? .failure : .warning, Attention.goal,
          "\(verdict.queue) on \(verdict.from.weekday.shortName) \(verdict.from): \(verdict.words)")
      )
    }
    return all
  }
}
