public import CentreModel
public import CivilTime
internal import Configuration
internal import Diagnostics
internal import PluginContract
internal import Rostering

/// A place where the work could be done, as the comparison file describes it.
public struct SiteSetting: Sendable {
  /// Whose clock shifts begin by.
  public enum Anchor: String, CaseIterable, Hashable, Sendable {
    case client
    case site
  }

  public var id: String
  public var name: String
  public var zone: Zone
  /// Asked of plugins; empty: no labour or pay rules but the wage.
  public var jurisdiction: String
  /// The holiday calendar of those who work here, and the files with its rows.
  public var calendar: String
  public var holidayFiles: [String]
  /// ISO 4217.
  public var currency: String
  public var hourlyRate: Double
  /// Handling time here against the centre's.
  public var handlingFactor: Double
  /// Instead of each queue's own.
  public var shrinkage: Double?
  public var anchor: Anchor
  public var workplaces: Int?
  public var spareSeats: Double
  public var maximumHeads: Int?
  public var traits: [String]
  public var fullTimeHours: Double
  /// Contracts and their shares of the heads.
  public var mix: [(contract: String, share: Double)]
  public var rules: RosterRules
  public var cost: CostParameters
  public var billing: Billing?
  public var menuSeconds: Double
  public var afterCallSeconds: Double
  public var hiring: HiringSetting
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
      do throws(Problem) { return try zones.zone(name) } catch {
        table.note("timezone", error.what, value: "\"\(name)\"", maybe: error.maybe)
        return nil
      }
    }
    let currency = table.required("currency", code(table, "currency"))
    let own = RosterRules(from: table)
    let rules = own.contracts.isEmpty ? fallback : own
    let rate = hourlyRate(table)
    guard let id, let zone, let currency, let rate else { return nil }
    let hiring = HiringSetting(
      heads: table.number("heads", in: 0...100_000), ramp: table.numbers("ramp") ?? [],
      classSize: table.integer("class_size", in: 1...1000) ?? 15,
      classesPerWeek: table.integer("classes_per_week", in: 1...100) ?? 1)
    return SiteSetting(
      id: id, name: table.string("name") ?? id, zone: zone,
      jurisdiction: table.string("jurisdiction") ?? "", calendar: table.string("calendar") ?? "",
      holidayFiles: table.strings("holidays") ?? [], currency: currency, hourlyRate: rate,
      handlingFactor: table.number("aht_factor", in: 0.1...10) ?? 1,
      shrinkage: table.number("shrinkage", in: 0...0.95),
      anchor: table.choice("anchor", of: Anchor.allCases.map(\.rawValue))
        .flatMap(Anchor.init) ?? .client,
      workplaces: table.integer("workplaces", in: 1...1_000_000),
      spareSeats: table.number("spare_seats", in: 0...1) ?? 0,
      maximumHeads: table.integer("max_heads", in: 1...100_000),
      traits: table.strings("traits") ?? [],
      fullTimeHours: table.number("full_time_hours", in: 1...80) ?? 40,
      mix: mix(table, rules), rules: rules, cost: cost(table),
      billing: Billing.read(table.table("billing")),
      menuSeconds: table.number("menu_seconds", in: 0...3600) ?? 0,
      afterCallSeconds: table.number("after_call_seconds", in: 0...3600) ?? 0, hiring: hiring)
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

  private static func mix(
    _ table: ConfigTable, _ rules: RosterRules
  ) -> [(contract: String, share: Double)] {
    let names = rules.contracts.map(\.id)
    guard let texts = table.strings("mix") else {
      return names.first.map { [($0, 1)] } ?? []
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
      return (words[0], share)
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
