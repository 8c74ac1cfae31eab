internal import CMusterPlugin
internal import CentreModel
public import CivilTime
internal import PluginContract

/// The rows of the core as the C structs of the contract, and back.
enum RowConversion {
  /// `offset` gives the seconds to add to UTC for local time in the queue's zone.
  static func intervals(
    _ rows: [ForecastRow], lengthSeconds: Int, offset: (Instant) -> Int
  ) -> [muster_interval] {
    rows.map { row in
      muster_interval(
        start_unix: row.start.seconds, length_s: Int32(clamping: lengthSeconds),
        utc_offset_s: Int32(clamping: offset(row.start)), volume: row.offered,
        aht_s: row.handlingSeconds, low80: row.low80, high80: row.high80, low95: row.low95,
        high95: row.high95, flags: row.isClosed ? MUSTER_CLOSED : 0, reserved: 0)
    }
  }

  /// The rows as questions in JSON have them.
  static func infos(
    _ rows: [ForecastRow], lengthSeconds: Int, offset: (Instant) -> Int
  ) -> [IntervalInfo] {
    intervals(rows, lengthSeconds: lengthSeconds, offset: offset).map { IntervalInfo($0) }
  }

  /// `rows` with the numbers of `answer`; the method of a row that changed names the plugin.
  static func rows(
    _ rows: [ForecastRow], with answer: [muster_interval], by plugin: String
  ) -> [ForecastRow] {
    // Most rows share one method: its new name is made once.
    var method = (old: "", new: "+\(plugin)")
    return zip(rows, answer).map { row, new in
      var changed = row
      changed.offered = new.volume
      changed.handlingSeconds = new.aht_s
      changed.low80 = new.low80
      changed.high80 = new.high80
      changed.low95 = new.low95
      changed.high95 = new.high95
      if changed != row {
        if row.method != method.old { method = (row.method, "\(row.method)+\(plugin)") }
        changed.method = method.new
      }
      return changed
    }
  }

  static func goal(_ goal: ServiceGoal) -> GoalInfo {
    GoalInfo(
      definition: goal.definition.rawValue, serviceLevel: goal.serviceLevel,
      withinS: goal.withinSeconds, asaS: goal.averageSpeedOfAnswerSeconds,
      abandonment: goal.abandonment, maxOccupancy: goal.maximumOccupancy)
  }
}

extension IntervalInfo {
  init(_ row: muster_interval) {
    self.init(
      startUnix: row.start_unix, lengthS: Int(row.length_s), utcOffsetS: Int(row.utc_offset_s),
      volume: row.volume, ahtS: row.aht_s, low80: row.low80, high80: row.high80,
      low95: row.low95, high95: row.high95, closed: row.flags & MUSTER_CLOSED != 0)
  }
}

extension muster_interval {
  init(_ row: IntervalInfo) {
    self.init(
      start_unix: row.startUnix, length_s: Int32(clamping: row.lengthS),
      utc_offset_s: Int32(clamping: row.utcOffsetS), volume: row.volume, aht_s: row.ahtS,
      low80: row.low80, high80: row.high80, low95: row.low95, high95: row.high95,
      flags: row.closed ? MUSTER_CLOSED : 0, reserved: 0)
  }
}

/// What a plugin's staffing model says of one interval.
public struct PluginRequirement: Hashable, Sendable {
  /// Agents on the phone, before shrinkage.
  public var agents: Int
  /// What asked for the most agents.
  public var boundBy: String
  /// Nobody works then and nothing is asked: not the same as an interval that needs no agent.
  public var isClosed: Bool
  /// The work may be done in other intervals of the same opening.
  public var isMovable: Bool
  /// ``agents`` are people at work, whatever they do there.
  public var isAtWork: Bool
  /// What that many promise; nil where the plugin's model does not say.
  public var serviceLevel: Double?
  public var averageSpeedOfAnswerSeconds: Double?
  public var abandonment: Double?
  public var occupancy: Double?

  /// Nil when the plugin leaves the interval to the host.
  ///
  /// `asked` is the row it is about: where the queue is closed and nobody is required, that stays so
  /// whether the plugin says it or, built for contract 1.0, cannot.
  init?(_ raw: muster_requirement, for asked: muster_interval, plugin: String) {
    guard raw.agents >= 0 else { return nil }
    func given(_ x: Double) -> Double? { x.isNaN ? nil : x }
    agents = Int(raw.agents)
    isClosed =
      raw.flags & MUSTER_CLOSED != 0 || (asked.flags & MUSTER_CLOSED != 0 && raw.agents == 0)
    isMovable = raw.flags & MUSTER_MOVABLE != 0
    isAtWork = raw.flags & MUSTER_AT_WORK != 0
    let reason = fieldText(raw.bound_by)
    boundBy = reason.isEmpty ? plugin : reason
    serviceLevel = given(raw.service_level)
    averageSpeedOfAnswerSeconds = given(raw.asa_s)
    abandonment = given(raw.abandonment)
    occupancy = given(raw.occupancy)
  }
}

/// Work that arises in one interval, by a plugin's account.
public struct PluginWork: Hashable, Sendable {
  public var agentSeconds: Double
  /// Must be done by then; nil = at once.
  public var due: Instant?

  init(_ raw: muster_work) {
    agentSeconds = raw.work_s
    due = raw.due_unix == 0 ? nil : Instant(seconds: raw.due_unix)
  }
}
