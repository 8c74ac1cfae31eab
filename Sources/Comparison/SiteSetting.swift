internal import CentreInputs
public import CentreModel
public import CivilTime
internal import Configuration
internal import Diagnostics
internal import Planning
internal import PluginContract
internal import Rostering
public import SitePlanning

/// A place where the work could be done, as the comparison file describes it.
public struct SiteSetting: Sendable {
  public var site: Site
  public var zone: Zone
  /// The files with the rows of its holiday calendar.
  public var holidayFiles: [String]
  public var spareSeats: Double
  public var maximumHeads: Int?
  public var fullTimeHours: Double
  /// Contracts and their shares of the heads; nil: the people of the centre's agents' file who work here.
  public var mix: [ContractShare]?
  public var rules: RosterRules
  public var cost: CostParameters
  public var billing: Billing?
  public var menuSeconds: Double
  public var afterCallSeconds: Double
  public var hiring: HiringSetting

  public var id: String { site.id }
  public var name: String { site.name }
  public var currency: String { site.currency ?? "" }

  /// The site ready to be planned for a centre.
  func staffed(_ folder: CentreFolder) -> StaffedSite {
    let people: SitePeople =
      if let mix {
        .mix(mix, most: maximumHeads)
      } else {
        .named(folder.agents.filter { $0.site == id || folder.centre.sites.count < 2 })
      }
    return StaffedSite(
      site, zone: zone, shiftZone: site.anchor == .client ? folder.zone : zone, people: people,
      rules: rules)
  }
}

/// How a site grows.
public struct HiringSetting: Hashable, Sendable {
  /// Heads on the floor today; nil: as many as the plan needs.
  public var heads: Double?
  public var ramp: [Double]
  public var classSize: Int
  public var classesPerWeek: Int
}

extension SiteSetting {
  /// Reads one `[[site]]`; `fallback` are the centre's rules, for sites without contracts.
  static func read(
    _ table: ConfigTable, zones: ZoneDatabase, fallback: RosterRules
  ) -> SiteSetting? {
    let id = table.required("id", table.string("id"))
    let zone = table.required("timezone", table.string("timezone")).flatMap { name -> Zone? in
      do throws(Problem) { return try zones.place(name) } catch {
        table.note("timezone", error.what, value: "\"\(name)\"", maybe: error.maybe)
        return nil
      }
    }
    let currency = table.required("currency", code(table, "currency"))
    // Without contracts of its own those of the centre, and its limits where the site says nothing else.
    let rules = RosterRules(from: table, isSite: true, fallback: fallback)
    let rate = hourlyRate(table)
    guard let id, let zone, let currency, let rate else { return nil }
    let hiring = HiringSetting(
      heads: table.number("heads", in: 0...100_000), ramp: table.numbers("ramp") ?? [],
      classSize: table.integer("class_size", in: 1...1000) ?? 15,
      classesPerWeek: table.integer("classes_per_week", in: 1...100) ?? 1)
    var site = Site(
      id: id, name: table.string("name"), timezone: zone.name, calendar: table.string("calendar"),
      seats: seats(table),
      jurisdiction: table.string("jurisdiction"), currency: currency, hourlyRate: rate)
    site.handlingFactor = table.number("aht_factor", in: 0.1...10) ?? 1
    site.shrinkage = table.number("shrinkage", in: 0...0.95)
    site.anchor =
      table.choice("anchor", of: Site.Anchor.allCases.map(\.rawValue)).flatMap(Site.Anchor.init)
      ?? .client
    site.traits = table.strings("traits") ?? []
    return SiteSetting(
      site: site, zone: zone, holidayFiles: table.strings("holidays") ?? [],
      spareSeats: table.number("spare_seats", in: 0...1) ?? 0,
      maximumHeads: table.integer("max_heads", in: 1...100_000),
      fullTimeHours: table.number("full_time_hours", in: 1...80) ?? 40,
      mix: people(table, rules), rules: rules, cost: cost(table),
      billing: Billing.read(table.table("billing")),
      menuSeconds: table.number("menu_seconds", in: 0...3600) ?? 0,
      afterCallSeconds: table.number("after_call_seconds", in: 0...3600) ?? 0, hiring: hiring)
  }

  /// `seats`, or its older name `workplaces`; `[[site.seats]]` is a rule of the roster.
  private static func seats(_ table: ConfigTable) -> Int? {
    let range = 1...1_000_000
    let older = table.integer("workplaces", in: range)
    guard table.contains("seats"), !table.isArray("seats") else { return older }
    if table.contains("workplaces") {
      table.note(
        "workplaces", "stands beside seats, its newer name", maybe: "keep seats and take it out")
    }
    return table.integer("seats", in: range)
  }

  /// `people = "named"` takes those of the agents' file; else heads by the `mix` of contracts.
  private static func people(_ table: ConfigTable, _ rules: RosterRules) -> [ContractShare]? {
    guard table.choice("people", of: ["named", "mix"]) == "named" else { return mix(table, rules) }
    for key in ["mix", "max_heads"] where table.contains(key) {
      table.note(key, "is for heads without names", maybe: "take it out, or people = \"named\"")
    }
    return nil
  }

  /// `hourly_rate`, or `monthly_wage` over the paid days and hours of a year.
  private static func hourlyRate(_ table: ConfigTable) -> Double? {
    let hourly = table.number("hourly_rate", in: 1e-6...1e9)
    let monthly = table.number("monthly_wage", in: 1e-6...1e12)
    let days = table.number("divisor_days", in: 200...400) ?? 261
    let hours = table.number("hours_per_day", in: 1...12) ?? 8
    if hourly != nil, monthly != nil {
      table.note("hourly_rate", "stands beside monthly_wage", maybe: "keep only one of the two")
    }
    if !table.contains("hourly_rate"), !table.contains("monthly_wage") {
      table.note("hourly_rate", "is missing", maybe: "give hourly_rate or monthly_wage")
    }
    return hourly ?? monthly.map { $0 * 12 / (days * hours) }
  }

  /// The contracts at `mix` and their shares of the heads; the first contract where nothing is said.
  static func mix(
    _ table: ConfigTable, _ rules: RosterRules
  ) -> [ContractShare] {
    let names = rules.contracts.map(\.id)
    guard let texts = table.strings("mix") else {
      return names.first.map { [ContractShare($0, 1)] } ?? []
    }
    return texts.compactMap { text in
      let words = text.split(separator: " ").map(String.init)
      guard words.count == 2, names.contains(words[0]), let share = Double(words[1]), share > 0
      else {
        table.note(
          "mix", "is not a contract and its share", value: "\"\(text)\"",
          maybe: "write \"\(names.first ?? "FT") 0.8\"; contracts here: "
            + names.joined(separator: ", "))
        return nil
      }
      return ContractShare(words[0], share)
    }
  }

  /// `[site.cost]`: a number, or `{ value = …, note = "…" }`.
  private static func cost(_ table: ConfigTable) -> CostParameters {
    var cost = CostParameters()
    guard let given = table.table("cost") else { return cost }
    let notes = given.table("notes")
    for meaning in CostParameter.all {
      if let value = given.number(meaning.name, in: 0...meaning.most) {
        cost.set(
          meaning.name, value, note: notes?.string(meaning.name) ?? "comparison file, no source")
      }
    }
    return cost
  }
}
