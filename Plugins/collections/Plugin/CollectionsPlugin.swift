internal import CivilTime
internal import CollectionsModel
internal import ContactRules
public import MusterPluginKit
internal import PluginSupport

/// Debts: work from buckets and roll rates, calls within law and convenience, promises and pay days.
struct CollectionsPlugin: CentrePlugin {
  static let id: StaticString = "collections"
  static let name: StaticString = "Collections"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Work from buckets and roll rates, within attempt caps and convenient hours, around pay days."
  static var settingsSchema: String? { Settings.schema }

  /// One portfolio, ready to be planned.
  struct Book {
    var queue: String
    var portfolio: Portfolio
    var occupancy: Double
    var person: ContactCase
  }

  let books: [Book]
  let desk: ContactDesk

  static let shipped: [ContactRule] = (try? CollectionsRules.rules()) ?? []
  static let examples: [RuleCase] = (try? CollectionsRules.examples()) ?? []

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    let settings = try configuration.decode(Settings.self)
    desk = try ContactDesk(
      shipped: Self.shipped, examples: Self.examples, file: settings.rules,
      calendar: settings.holidayCalendar, configuration)
    var books: [Book] = []
    for (i, entry) in (settings.portfolios ?? []).enumerated() {
      books.append(try Self.read(entry, "portfolios[\(i)]", desk))
    }
    self.books = books
  }

  private static func read(
    _ entry: Settings.Portfolio, _ path: String, _ desk: ContactDesk
  ) throws(PluginFailure) -> Book {
    var rules: [PayDays.Rule] = []
    for (k, text) in (entry.payDays ?? []).enumerated() {
      guard let rule = PayDays.Rule(text) else {
        throw .setting(
          "\(path).pay_days[\(k)]", "is none of 1 to 31, last, biweekly 2027-01-08: \(text)")
      }
      rules.append(rule)
    }
    var portfolio = Portfolio(
      buckets: Buckets(
        entry.buckets.map {
          .init(
            name: $0.name, balance: $0.balance, accounts: $0.accounts, roll: $0.roll,
            rollAccounts: $0.rollAccounts, attempts: $0.attempts ?? 0)
        }), rpcPerAttempt: entry.buckets.map { $0.rpcRate ?? 0 }, rpcSeconds: entry.rpcSeconds,
      otherLive: entry.otherLive ?? 0, otherSeconds: entry.otherSeconds ?? 0,
      promiseRate: entry.promiseRate ?? 0, keptRate: entry.keptRate ?? 0,
      hourWeights: try hourWeights(
        entry.hourWeights, from: entry.firstHour, "\(path).hour_weights"),
      payDays: PayDays(rules, holidays: desk.holidays),
      payDayEffect: PayDayEffect(entry.payDayFactors ?? []))
    portfolio.callInShare = entry.callInShare ?? 0
    portfolio.followUpSeconds = entry.followUpSeconds ?? 0
    var facts: [String: String] = [:]
    if let days = entry.daysPastDue { facts["days_past_due"] = "\(days)" }
    return Book(
      queue: entry.queue, portfolio: portfolio, occupancy: entry.occupancy ?? 0.8,
      person: try desk.people(
        scope: entry.scope ?? "debt", jurisdictions: entry.jurisdictions, zones: entry.zones,
        facts: facts, setting: path))
  }
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(CollectionsPlugin.self, host: host, into: out)
}
