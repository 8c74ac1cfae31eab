internal import Configuration
public import Diagnostics

/// Plan rates between currencies, with the line to either side that a comparison shows.
public struct ExchangeRates: Hashable, Sendable {
  /// The currency everything is shown in, ISO 4217.
  public var currency: String
  /// Units of a currency for one of `currency`, by code.
  public var rates: [String: Double]
  /// How far a rate may move, as a share: 0.1 is ± 10 %.
  public var band: Double
  /// Where the rates are from.
  public var note: String

  public init(
    currency: String, rates: [String: Double] = [:], band: Double = 0.1, note: String = ""
  ) {
    self.currency = currency
    self.rates = rates
    self.band = band
    self.note = note
  }

  /// `amount` of `code` in the currency of the comparison.
  ///
  /// - Throws: A problem that names the currency when no rate is given.
  public func convert(_ amount: Double, from code: String, for subject: String) throws(Problem)
    -> Double
  {
    if code == currency { return amount }
    guard let rate = rates[code] else {
      throw Problem(
        subject: subject, "there is no exchange rate for its currency", value: code,
        maybe: "add \(code) = … (units for one \(currency)) to [compare.exchange.rates]")
    }
    return amount / rate
  }

  /// The converted amount when the other currency is dearer, and cheaper, by the band.
  public func line(_ amount: Double, from code: String) -> ClosedRange<Double> {
    guard code != currency, rates[code] != nil else { return amount...amount }
    return (amount / (1 + band))...(amount / (1 - band))
  }
}

extension ExchangeRates {
  /// Reads `[compare.exchange]`: `currency`, `band`, `note` and `[….rates]`.
  static func read(_ table: ConfigTable?) -> ExchangeRates? {
    guard let table else { return nil }
    var rates = ExchangeRates(currency: "")
    rates.currency = table.required("currency", code(table, "currency")) ?? ""
    rates.band = table.number("band", in: 0...0.9) ?? 0.1
    rates.note = table.string("note") ?? ""
    if let given = table.table("rates") {
      for key in given.keys {
        let rate = given.number(key, in: 1e-9...1e12)
        if !isCurrencyCode(key) {
          given.note(key, "is not a currency code", maybe: "write three capital letters, as in EUR")
        } else if let rate {
          rates.rates[key] = rate
        }
      }
    }
    return rates.currency.isEmpty ? nil : rates
  }
}

/// The currency code under `key`, or nil with the problem noted.
func code(_ table: ConfigTable, _ key: String) -> String? {
  guard let text = table.string(key) else { return nil }
  guard isCurrencyCode(text) else {
    table.note(
      key, "is not a currency code", value: "\"\(text)\"",
      maybe: "write three capital letters, as in EUR")
    return nil
  }
  return text
}

/// Three capital letters, as in ISO 4217.
func isCurrencyCode(_ text: String) -> Bool {
  text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
}
