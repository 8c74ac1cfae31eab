// Goal: who takes which contacts: by queue or client, hours, share and overflow.
//
// Method: for each row, in the order of the parts, a part takes its share of what the parts with earlier
// limits left, in its hours and up to its contacts an hour; what a limit turns away goes to the next part
// that has no share of its own left to take. Everything is taken once, or it is an error.

public import CentreModel
public import CivilTime
public import Diagnostics
internal import Tables

/// Parts of the work, as a centre or a scenario gives them to sites.
public struct DemandSplit: Sendable {
  public var parts: [WorkPart]
  /// Whose parts they are, for messages: `centre`, or `scenario ID`.
  public var subject: String
  /// The queues by id, whose contacts they are.
  var queues: [String: Queue]

  public init(_ parts: [WorkPart], of subject: String, queues: [Queue]) {
    self.parts = parts
    self.subject = subject
    self.queues = Dictionary(queues.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Each part's share of a forecast, in the order of the parts: rows with less, never fewer.
  ///
  /// `zone`: The clock of the parts' hours.
  /// - Throws: A problem that names the first interval that nobody, or more than everybody, takes.
  public func split(
    _ rows: [ForecastRow], zone: Zone, intervalSeconds: Int
  ) throws(Problem) -> [[ForecastRow]] {
    var all = [[ForecastRow]](repeating: [], count: parts.count)
    for row in rows {
      let clock = zone.local(at: row.start)
      let queue = queues[row.queue] ?? Queue(id: row.queue)
      let open = parts.indices.filter {
        parts[$0].takes(queue) && parts[$0].hours?.covers(clock) ?? true
      }
      let shares = open.map { parts[$0].share }.filter { $0 < 1 }.reduce(0, +)
      if row.offered > 0, shares > 1 + 1e-9 {
        throw Problem(
          subject: subject, "gives more than all of the contacts to its parts",
          value: "\(row.queue), \(row.start.text(in: zone)): shares of \(shortest(shares)) in all",
          maybe: "let the shares of every hour sum to 1")
      }
      var left = 1.0
      var taken = [Double](repeating: 0, count: parts.count)
      for (position, k) in open.enumerated() {
        let part = parts[k]
        // With a limit before it, a part takes what that one turned away.
        let isOverflow = open[..<position].contains { parts[$0].contactsPerHour != nil }
        var share = isOverflow ? left : min(part.share, left)
        if let most = part.contactsPerHour, row.offered > 0 {
          share = min(share, most * Double(intervalSeconds) / 3600 / row.offered)
        }
        taken[k] = share
        left -= share
      }
      if row.offered > 0, left > 1e-9 {
        throw Problem(
          subject: subject, "leaves a part of the contacts to nobody",
          value: "\(row.queue), \(row.start.text(in: zone))",
          maybe: "let the shares of every hour sum to 1, or add a part without a limit")
      }
      for k in parts.indices where parts[k].takes(queue) {
        all[k].append(row.scaled(by: taken[k]))
      }
    }
    return all
  }

  /// Parts by the people: each site that has people with a queue's skill takes as large a share of it as
  /// it has of their contract hours.
  ///
  /// - Throws: A problem that names a queue for which nobody has the skill.
  public static func byPeople(
    _ sites: [StaffedSite], queues: [Queue]
  ) throws(Problem) -> [WorkPart] {
    var parts: [WorkPart] = []
    for queue in queues {
      let hours = sites.map { site in
        site.named.filter { $0.skills.isEmpty || $0.skills[queue.skill, default: 0] > 0 }
          .reduce(0) { $0 + site.weeklyHours($1) }
      }
      let all = hours.reduce(0, +)
      guard all > 0 else {
        throw Problem(
          subject: "queue \(queue.id)", "nobody has its skill", value: queue.skill,
          maybe: nearestName(
            to: queue.skill, among: Set(sites.flatMap(\.named).flatMap { $0.skills.keys }).sorted()
          ).map { "you meant \($0)" } ?? "add it to the skills of some agents")
      }
      var left = 1.0
      for (k, site) in sites.enumerated() where hours[k] > 0 {
        let isLast = !hours[(k + 1)...].contains { $0 > 0 }
        let share = isLast ? left : hours[k] / all
        parts.append(WorkPart(site: site.site.id, share: share, queues: [queue.id]))
        left -= share
      }
    }
    return parts
  }
}

extension StaffedSite {
  /// Those of its people that have names.
  public var named: [RosterAgent] {
    if case .named(let agents) = people { agents } else { [] }
  }

  /// Hours at work of an ordinary week of an agent.
  func weeklyHours(_ agent: RosterAgent) -> Double {
    guard let contract = contract(of: agent), !contract.kinds.isEmpty else { return 0 }
    let seconds = contract.kinds.reduce(0) { $0 + $1.workSeconds } / contract.kinds.count
    return Double(seconds) / 3600 * Double(rules.usualShiftsPerWeek(contract))
  }
}

extension ForecastRow {
  /// The row with its volumes multiplied; a row of nothing counts as closed.
  func scaled(by share: Double) -> ForecastRow {
    var row = self
    row.offered *= share
    row.low80 *= share
    row.high80 *= share
    row.low95 *= share
    row.high95 *= share
    if share == 0 {
      row.isClosed = true
      row.method = ForecastRow.closedMethod
    }
    return row
  }
}

extension [ForecastRow] {
  /// These rows and others of the same site, those of one queue and interval added up.
  public func added(_ others: [ForecastRow]) -> [ForecastRow] {
    var index = Dictionary(
      enumerated().map { (QueueInterval($1.queue, $1.start), $0) }
    ) { first, _ in first }
    var all = self
    for row in others {
      let key = QueueInterval(row.queue, row.start)
      guard let k = index[key] else {
        index[key] = all.count
        all.append(row)
        continue
      }
      all[k].offered += row.offered
      all[k].low80 += row.low80
      all[k].high80 += row.high80
      all[k].low95 += row.low95
      all[k].high95 += row.high95
      if all[k].isClosed, !row.isClosed {
        all[k].isClosed = false
        all[k].method = row.method
        all[k].handlingSeconds = row.handlingSeconds
      }
    }
    return all
  }
}
