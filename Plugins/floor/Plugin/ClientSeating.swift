internal import CivilTime
internal import FloorModel
internal import MusterPluginKit
internal import PluginSupport

/// Seats of clients at one site, and how its people use them.
struct ClientSeating {
  var seats: ClientSeats
  var use: ClientSeats.Use
}

extension FloorPlugin {
  /// Seats of their own at a site by client.
  private func own(at site: String) -> [String: Int] {
    var own: [String: Int] = [:]
    for entry in settings.clientSeats ?? [] where entry.site == nil || entry.site == site {
      own[entry.client] = entry.seats
    }
    return own
  }

  /// Nil where no client has seats of its own, or the site does not say how many it has.
  func seating(_ site: String, seats: Int?, _ stays: [ClientStay]) -> ClientSeating? {
    let own = own(at: site)
    guard let seats, !own.isEmpty else { return nil }
    let there = ClientSeats(
      own: own, confined: Set(settings.segregatedClients ?? []), seats: seats)
    return ClientSeating(seats: there, use: there.use(stays, handover: policy.handover))
  }

  /// Settings that name what the plan has not, seats that are not there, and people without a seat.
  func seatFindings(_ plan: PlanInfo, _ floors: [SiteFloor]) -> [Finding] {
    let entries = settings.clientSeats ?? []
    guard !entries.isEmpty else { return [] }
    let clients = Set(plan.queues.map(\.client)).subtracting([""])
    var findings: [Finding] = []
    for name in Set(entries.map(\.client)).subtracting(clients).sorted() {
      findings.append(
        Finding(
          .warning, rule: Self.clientRule, "no queue is of the client \(name), who has seats",
          maybe: "the clients are \(clients.sorted().joined(separator: ", "))"))
    }
    let sites = Set(plan.sites.map(\.id))
    for name in Set(entries.compactMap(\.site)).subtracting(sites).sorted() {
      findings.append(
        Finding(
          .warning, rule: Self.clientRule, "there is no site \(name), at which clients have seats",
          maybe: "the sites are \(sites.sorted().joined(separator: ", "))"))
    }
    for floor in floors where !own(at: floor.site).isEmpty {
      guard let seating = floor.seating else {
        findings.append(
          Finding(
            .warning, rule: Self.clientRule,
            "clients have seats of their own, and how many there are in all is not said",
            site: floor.site, maybe: "give the site its seats"))
        continue
      }
      if seating.seats.shared < 0 {
        findings.append(
          Finding(
            .violation, rule: Self.clientRule,
            "\(seating.seats.seats - seating.seats.shared) seats are clients' own, and there are \(seating.seats.seats)",
            site: floor.site, maybe: "give clients fewer, or the site more"))
      }
      findings += seating.use.shortages.map { finding($0, seating, floor) }
    }
    return findings
  }

  private func finding(
    _ shortage: ClientSeats.Shortage, _ seating: ClientSeating, _ floor: SiteFloor
  ) -> Finding {
    let people = shortage.beyond.sorted { $0.key < $1.key }.map { client, beyond in
      let own = seating.seats.own[client] ?? 0
      return "\(client.isEmpty ? "others" : client) \(own + beyond)"
        + (own > 0 ? " on \(own) of its own" : "")
    }
    return Finding(
      .violation, rule: Self.clientRule,
      "\(shortage.missing) too few: \(people.joined(separator: ", ")), and \(max(0, seating.seats.shared)) seats are shared",
      site: floor.site, startUnix: Int64(shortage.start), endUnix: Int64(shortage.end),
      maybe: "move shifts, let some work from home, or share more seats")
  }

  /// The most that each client used.
  func seatTable(_ floor: SiteFloor) -> ReportTable? {
    guard let seating = floor.seating else { return nil }
    let used = Dictionary(seating.use.clients.map { ($0.client, $0) }) { first, _ in first }
    let names = Set(used.keys).union(seating.seats.own.keys).sorted()
    return ReportTable(
      title:
        "Seats by client: \(max(0, seating.seats.shared)) of \(seating.seats.seats) are shared, at most \(seating.use.mostShared) needed",
      columns: [
        ReportColumn("client"), ReportColumn("own seats", .number, decimals: 0),
        ReportColumn("most people", .number, decimals: 0), ReportColumn("from"),
        ReportColumn("most beyond its own", .number, decimals: 0),
      ],
      rows: names.map { name in
        let use = used[name]
        let at = use.map { floor.zone.local(at: Instant(seconds: Int64($0.from))) }
        return [
          .string(name.isEmpty ? "others" : name),
          .number(Double(seating.seats.own[name] ?? 0)), .number(Double(use?.people ?? 0)),
          at.map { .string("\($0.date) \($0.clock)") } ?? .null,
          .number(Double(use?.beyond ?? 0)),
        ]
      })
  }

  /// The first shortage of an example: own seats as "bank 20", shifts as "bank 24 08:00-16:00".
  static func seatOutcome(of example: RuleExample) throws(PluginFailure) -> String {
    func texts(_ key: String) -> [String] {
      (example.given[key]?.array ?? []).compactMap(\.string)
    }
    var own: [String: Int] = [:]
    for text in texts("own") {
      let parts = text.split(separator: " ")
      guard parts.count == 2, let seats = Int(parts[1]) else {
        throw PluginFailure("\(text) is not a client and its seats", status: MUSTER_E_QUESTION)
      }
      own[String(parts[0])] = seats
    }
    var stays: [ClientStay] = []
    for text in texts("shifts") {
      let parts = text.split { " -:".contains($0) }
      let numbers = parts.dropFirst().compactMap { Int($0) }
      guard parts.count == 6, numbers.count == 5 else {
        throw PluginFailure(
          "\(text) is not a client, people and from-to", status: MUSTER_E_QUESTION)
      }
      let stay = ClientStay(
        client: String(parts[0]), start: numbers[1] * 60 + numbers[2],
        end: numbers[3] * 60 + numbers[4])
      stays += [ClientStay](repeating: stay, count: max(0, numbers[0]))
    }
    let seats = ClientSeats(own: own, seats: Int(example.given["seats"]?.number ?? 0))
    guard let shortage = seats.use(stays).shortages.first else { return "enough" }
    let time = [shortage.start, shortage.end].map {
      "\($0 / 600)\($0 / 60 % 10):\($0 % 60 / 10)\($0 % 10)"
    }
    return "\(shortage.missing) missing \(time[0])-\(time[1])"
  }
}
