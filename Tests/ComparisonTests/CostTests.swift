import Comparison
import Diagnostics
import SitePlanning
import Testing

@Suite("Cost")
struct CostTests {
  /// The worked month: PHP 22,000, seven of eight hours at night.
  static var manila: CostParameters {
    var p = CostParameters()
    for (name, value) in [
      ("thirteenth_month", 1.0), ("pension_share", 0.10), ("health_share", 0.025),
      ("social_on_premiums", 0), ("housing_fund", 200), ("health_insurance", 1500),
      ("allowances", 2000), ("transport", 1500), ("leave_days", 5), ("divisor_days", 261),
      ("seat", 12_000), ("seat_share", 1.6), ("telecom", 1200), ("it", 1800),
      ("supervisor", 60_000), ("span", 15), ("quality", 800), ("attrition", 0.40),
      ("hire", 15_000), ("training_weeks", 6),
    ] { p.set(name, value, note: "worked example") }
    return p
  }

  static let month = WageBill(
    paidHours: 174, ordinary: 22_000, premiums: [CostComponent("night", 22_000 * 0.1 * 7 / 8)])

  @Test("PHP 51,246 a month, 294.5 a paid hour, USD 5.17, 7.38 productive, 0.150 a minute")
  func month() throws {
    let cost = LoadedCost(Self.month, agents: 1, months: 1, parameters: Self.manila)
    #expect(cost.total.rounded() == 51_246)
    for (name, amount) in [
      ("night premium", 1925.0), ("extra monthly wages", 1833), ("pension", 2200),
      ("health contribution", 550), ("paid leave", 421), ("seats", 7500), ("supervision", 4000),
      ("attrition", 1816),
    ] { #expect(cost[name].rounded() == amount, "\(name)") }
    #expect((cost.perPaidHour * 10).rounded() == 2945)
    let rates = ExchangeRates(currency: "USD", rates: ["PHP": 57])
    func dollars(_ pesos: Double) throws -> Double {
      try rates.convert(pesos, from: "PHP", for: "Manila")
    }
    #expect(try (dollars(cost.perPaidHour) * 100).rounded() == 517)
    #expect(try (dollars(cost.perProductiveHour(shrinkage: 0.30)) * 100).rounded() == 738)
    #expect(
      try (dollars(cost.perHandledMinute(shrinkage: 0.30, occupancy: 0.82)) * 1000).rounded() == 150
    )
  }

  @Test("twice the heads and half the months cost the same per hour")
  func scales() {
    let one = LoadedCost(Self.month, agents: 1, months: 1, parameters: Self.manila)
    let wages = WageBill(
      paidHours: 174, ordinary: 22_000, premiums: [CostComponent("night", 1925)])
    let two = LoadedCost(wages, agents: 2, months: 0.5, parameters: Self.manila)
    #expect(abs(one.total - two.total) < 1e-6)
  }

  @Test("a real number of seats takes the place of the shared ones")
  func seats() {
    let cost = LoadedCost(
      Self.month, agents: 10, months: 1, parameters: Self.manila, seats: 7)
    #expect(cost["seats"] == 84_000)
  }

  @Test("an unknown currency is named with what to add")
  func unknownCurrency() {
    let rates = ExchangeRates(currency: "USD", rates: ["PHP": 57])
    let problem = #expect(throws: Problem.self) {
      try rates.convert(1, from: "COP", for: "site medellin")
    }
    #expect(problem?.value == "COP")
    #expect(problem?.maybe?.contains("[compare.exchange.rates]") == true)
  }

  @Test("the line of an exchange rate: the other currency 10 % dearer and cheaper")
  func line() {
    let rates = ExchangeRates(currency: "USD", rates: ["PHP": 50], band: 0.25)
    let line = rates.line(100, from: "PHP")
    #expect(line.lowerBound == 80)
    #expect(abs(line.upperBound - 400.0 / 3) < 1e-9)
    #expect(rates.line(100, from: "USD") == 100...100)
  }
}

@Suite("Billing")
struct BillingTests {
  private func volumes(contacts: Double = 0, hours: Double = 0) -> Billing.Volumes {
    Billing.Volumes(
      weeks: 1, paidHours: hours, productiveHours: hours * 0.7, handledMinutes: contacts * 5,
      contacts: contacts, fullTimeAgents: hours / 40)
  }

  @Test("each basis counts its own volume")
  func bases() {
    for (basis, expected) in [
      (Billing.Basis.paidHour, 4000.0), (.productiveHour, 2800), (.handledMinute, 10_000),
      (.contact, 2000), (.fteMonth, 100 * 12 / 52.0),
    ] {
      let billing = Billing(basis: basis, currency: "USD", bands: [.init(from: 0, rate: 1)])
      let bill = billing.bill(volumes(contacts: 2000, hours: 4000), shortfall: 0)
      #expect(abs(bill.revenue - expected) < 1e-9, "\(basis)")
    }
  }

  @Test("bands: only what is above, or the whole volume")
  func bands() {
    let bands: [Billing.Band] = [.init(from: 0, rate: 2), .init(from: 1000, rate: 1.5)]
    let above = Billing(basis: .contact, currency: "USD", bands: bands)
    let whole = Billing(basis: .contact, currency: "USD", bands: bands, wholeVolume: true)
    #expect(above.bill(volumes(contacts: 1500), shortfall: 0).fee == 2750)
    #expect(whole.bill(volumes(contacts: 1500), shortfall: 0).fee == 2250)
    #expect(whole.bill(volumes(contacts: 999), shortfall: 0).fee == 1998)
    #expect(whole.bill(volumes(contacts: 1000), shortfall: 0).fee == 1500)
  }

  @Test("the floor, the penalty by points of service, its cap, the margin")
  func floorAndPenalty() throws {
    let billing = Billing(
      basis: .paidHour, currency: "USD", bands: [.init(from: 0, rate: 10)], weeklyFloor: 5000,
      penaltyPerPoint: 0.01, penaltyCap: 0.05)
    let low = billing.bill(volumes(hours: 100), shortfall: 0)
    #expect(low.fee == 5000 && low.isFloor)
    let missed = billing.bill(volumes(hours: 1000), shortfall: 0.03)
    #expect(abs(missed.penalty - 300) < 1e-9)
    #expect(abs(billing.bill(volumes(hours: 1000), shortfall: 0.2).penalty - 500) < 1e-9)
    #expect(abs(try #require(missed.margin(cost: 4850)) - 0.5) < 1e-9)
  }
}
