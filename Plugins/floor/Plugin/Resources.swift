internal import CivilTime
internal import FloorModel
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

/// The floor of one site as a roster uses it.
struct SiteFloor {
  var site: String
  var zone: Zone
  var seats: Int?
  var shifts: [FloorShift]
  var need: FloorNeed
  var remote: Int
  /// Nil where no client has seats of its own, or nobody says how many seats there are.
  var seating: ClientSeating?
}

extension FloorPlugin {
  /// The floor of every site in the plan.
  func floors(_ plan: PlanInfo) -> [SiteFloor] {
    let remote = Set(plan.agents.filter(\.remote).map(\.id))
    let segregated = Set(settings.segregatedClients ?? [])
    let clients = Dictionary(plan.queues.map { ($0.id, $0.client) }) { first, _ in first }
    let sites = Set(plan.shifts.map(\.site)).sorted()
    return sites.map { site in
      let here = plan.shifts.filter { $0.site == site }
      let seated = here.filter { !remote.contains($0.agent) }
      let stays = seated.map { shift in
        ClientStay(
          client: shift.client ?? shift.queue.flatMap { clients[$0] } ?? "",
          start: Int(shift.startUnix), end: Int(shift.endUnix))
      }
      let shifts = stays.map {
        FloorShift(
          start: $0.start, end: $0.end, pool: segregated.contains($0.client) ? $0.client : "")
      }
      func occupancy(_ pool: String?) -> Occupancy {
        Occupancy(
          shifts.filter { pool == nil || $0.pool == pool }.map {
            Stay(start: $0.start, end: $0.end, people: 1)
          }, handover: policy.handover)
      }
      let pools = Set(shifts.map(\.pool)).sorted()
      let people = Set(here.map(\.agent)).count
      let info = plan.sites.first { $0.id == site }
      return SiteFloor(
        site: site,
        zone: (try? ZoneDatabase.system.zone(info?.zone ?? plan.centre.zone)) ?? .utc,
        seats: info?.seats, shifts: shifts,
        need: FloorNeed(
          occupancies: pools.map { ($0, occupancy($0)) }, whole: occupancy(nil),
          rostered: people, policy: policy),
        remote: Set(here.map(\.agent)).intersection(remote).count,
        seating: seating(site, seats: info?.seats, stays))
    }
  }
}

extension FloorPlugin: ResourcesHook {
  func resources(_ plan: PlanInfo) throws(PluginFailure) -> ResourcesAnswer {
    var resources: [Resource] = []
    var suggestions: [Suggestion] = []
    for floor in floors(plan) {
      func add(_ id: String, _ name: String, _ quantity: Int, _ note: String) {
        resources.append(
          Resource(id: id, name: name, quantity: quantity, site: floor.site, note: note))
      }
      for pool in floor.need.pools {
        let at = floor.zone.local(at: Instant(seconds: Int64(pool.from)))
        resources.append(
          Resource(
            id: "seats", name: pool.name.isEmpty ? "seats" : "seats of \(pool.name)",
            quantity: pool.seats, site: floor.site,
            pool: pool.name.isEmpty ? nil : pool.name, peakUnix: Int64(pool.from),
            note:
              "\(pool.peak) people at \(at.clock) on \(at.date), \(fixed(100 * policy.spare)) % spare"
          ))
      }
      add(
        "supervisor-stations", "supervisor stations", floor.need.supervisorStations,
        "one for \(policy.span) agents on the floor")
      add(
        "headsets", "headsets", floor.need.headsets,
        "\(floor.need.rostered) people, \(fixed(policy.headsetsPerPerson, 2)) each")
      if policy.otherStations > 0 {
        add("other-stations", "other stations", policy.otherStations, "as configured")
      }
      if policy.trainingSeats > 0 {
        add("training-seats", "training seats", policy.trainingSeats, "as configured")
      }
      if let move = RosterMove.best(
        floor.shifts, policy: policy, reach: 60 * (settings.moveReachMinutes ?? 120),
        step: 60 * (settings.moveStepMinutes ?? 15))
      {
        let from = floor.zone.local(at: Instant(seconds: Int64(move.start)))
        let to = floor.zone.local(at: Instant(seconds: Int64(move.start + move.seconds)))
        suggestions.append(
          Suggestion(
            "\(floor.site): the \(move.people) shift\(move.people == 1 ? "" : "s") of \(from.date) from \(from.clock) could begin at \(to.clock) instead: \(move.saved) seat\(move.saved == 1 ? "" : "s") fewer",
            resource: "seats", saves: Double(move.saved)))
      }
    }
    if let trunks = trunks(plan) { resources.append(trunks) }
    return ResourcesAnswer(resources: resources, suggestions: suggestions)
  }

  /// Lines for the busiest interval of all telephone queues together.
  private func trunks(_ plan: PlanInfo) -> Resource? {
    let seconds = Double(max(1, plan.centre.intervalS))
    var sums: [Int64: (menu: Double, wait: Double, talk: Double)] = [:]
    for queue in plan.queues where ["call", "outbound"].contains(queue.channel) {
      for interval in queue.intervals where interval.volume > 0 {
        let rate = interval.volume / seconds
        let wait = interval.asaS ?? 0
        let old = sums[interval.startUnix] ?? (0, 0, 0)
        sums[interval.startUnix] = (
          old.menu + rate * (queue.channel == "call" ? settings.menuSeconds ?? 20 : 0),
          old.wait + rate * (wait.isFinite ? wait : 0),
          old.talk + rate * max(0, interval.ahtS - (settings.afterCallSeconds ?? 0))
        )
      }
    }
    var peak: (at: Int64, load: LineTraffic)?
    for at in sums.keys.sorted() {
      guard let sum = sums[at] else { continue }
      let load = LineTraffic(
        callsPerSecond: 1, menuSeconds: sum.menu, waitSeconds: sum.wait, talkSeconds: sum.talk)
      if load.erlangs > peak?.load.erlangs ?? 0 { peak = (at, load) }
    }
    let blocking = settings.trunkBlocking ?? 0.01
    let redials = settings.trunkRedials ?? 0
    guard let peak, let lines = peak.load.lines(blocking: blocking, redials: redials) else {
      return nil
    }
    let again =
      redials > 0
      ? " of attempts, \(fixed(100 * redials)) % of those without a line trying again," : ""
    return Resource(
      id: "trunks", name: "trunk lines", quantity: lines, peakUnix: peak.at,
      note:
        "Erlang B at \(fixed(100 * blocking, 1)) %\(again) for \(fixed(peak.load.erlangs, 1)) erl; ringing lines of a dialer come on top"
    )
  }
}
