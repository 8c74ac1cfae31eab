internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Planning
internal import PluginContract
internal import PluginHost
public import Tables

/// Why an agent's minute is paid as it is.
public struct PayExplanation: Sendable {
  public struct Cited: Sendable {
    public var id: String
    /// What the rule says, its authority and dates, and whether that was checked.
    public var text: String
  }

  public var scenario: String
  public var site: String
  public var agent: String
  public var at: String
  public var clientAt: String
  public var shift: String
  public var stretch: String
  public var kind: String
  public var multiplier: Double
  public var rate: Double
  public var amountPerHour: Double
  public var currency: String
  public var rules: [Cited]
}

extension ComparisonRun {
  /// Explains the pay of `agent` at `written`: a date or time on the site's clock, or an instant.
  ///
  /// - Throws: A problem when the agent is not paid then, with the shifts there are.
  public func explain(
    scenario id: String, agent: String, at written: String
  ) async throws(Problems) -> PayExplanation {
    let forecast = try await forecast()
    do throws(Problem) {
      guard let scenario = setting.scenarios.first(where: { $0.id == id }) else {
        throw Problem(
          .usage, subject: "--scenario", "is no scenario of this comparison", value: id,
          maybe: "one of \(setting.scenarios.map { $0.id }.joined(separator: ", "))")
      }
      guard let result = try await results([scenario], forecast).first else {
        throw Problem(.usage, subject: "--scenario", "gives no result", value: id)
      }
      guard let part = result.parts.first(where: { $0.payLines[agent] != nil }),
        let lines = part.payLines[agent],
        let site = setting.sites.first(where: { $0.id == part.site })
      else {
        let names = result.parts.flatMap { $0.payLines.keys }.sorted()
        throw Problem(
          .usage, subject: "--agent", "has no shift in this scenario", value: agent,
          maybe: nearestName(to: agent, among: names).map { "you meant \($0)" }
            ?? "agents are \(names.first ?? "none") to \(names.last ?? "none")")
      }
      let shifts = RosterShift.shifts(of: part.roster.segments).filter { $0.agent == agent }
      let instant = try PlanningPeriod.asOf(written, zone: site.zone, option: "--at")
      func text(_ t: Instant) -> String {
        let local = site.zone.local(at: t)
        return "\(local.date) \(local.clock)"
      }
      let found = lines.first {
        $0.startUnix <= instant.seconds && instant.seconds < $0.endUnix && $0.hours > 0
      }
      guard let line = found else {
        let own = shifts.map { "\(text($0.start)) to \(text($0.end))" }.joined(separator: "; ")
        throw Problem(
          .usage, subject: "--at", "is no paid minute of \(agent), on the site's clock",
          value: text(instant), maybe: "the shifts are \(own)")
      }
      let shift = shifts.last { $0.start <= instant }
      return PayExplanation(
        scenario: scenario.name, site: site.name, agent: agent, at: text(instant),
        clientAt: instant.text(in: folder.zone),
        shift: shift.map { "\(text($0.start)) to \(text($0.end))" } ?? "",
        stretch: text(Instant(seconds: line.startUnix)) + " to "
          + text(Instant(seconds: line.endUnix)),
        kind: line.kind.replacing("+", with: ", "), multiplier: line.multiplier,
        rate: site.hourlyRate, amountPerHour: line.multiplier * site.hourlyRate,
        currency: site.currency, rules: cited(line.rules))
    } catch { throw Problems([error]) }
  }

  private func cited(_ ids: [String]) -> [PayExplanation.Cited] {
    let rules = desk.session.rules().flatMap(\.answer)
    return ids.map { id in
      guard let rule = rules.first(where: { $0.id == id }) else {
        return PayExplanation.Cited(id: id, text: "")
      }
      var text = "\(rule.sentence) \(rule.authority)"
      if let from = rule.effectiveFrom { text += ", from \(from)" }
      if let to = rule.effectiveTo { text += " to \(to)" }
      text += rule.mark == .verified ? "" : "; \(rule.mark.rawValue): check before you rely on it"
      return PayExplanation.Cited(id: id, text: text + ".")
    }
  }
}

extension PayExplanation {
  public func text(paint: Paint = Paint(isOn: false)) -> String {
    var table = TextTable([.left(""), .left("")])
    table.row("scenario", "\(scenario), \(site)")
    table.row("minute", "\(at) (\(clientAt) for the client)")
    table.row("shift", shift)
    table.row("paid alike", "\(stretch): \(kind)")
    table.row(
      "rate",
      "\(fixed(rate, 4)) \(currency) an hour × \(shortest((multiplier * 1e9).rounded() / 1e9)) = "
        + "\(fixed(amountPerHour, 4)) \(currency)")
    for rule in rules { table.row(paint.bold(rule.id), rule.text) }
    if rules.isEmpty { table.row("rules", "none applies: the plain rate") }
    return paint.bold(agent) + "\n" + table.text(paint: paint)
  }

  public func json() -> JSONValue {
    [
      "scenario": .string(scenario), "site": .string(site), "agent": .string(agent),
      "at": .string(at), "client_at": .string(clientAt), "shift": .string(shift),
      "stretch": .string(stretch), "kind": .string(kind), "multiplier": .number(multiplier),
      "hourly_rate": .number(rate), "amount_per_hour": .number(amountPerHour),
      "currency": .string(currency),
      "rules": .array(rules.map { ["id": .string($0.id), "text": .string($0.text)] }),
    ]
  }
}
