public import CivilTime
public import Diagnostics
public import PluginContract
public import SitePlanning

/// What one site's part of a scenario needs and costs in the period.
public struct PartResult: Sendable {
  public var site: String
  public var siteName: String
  public var heads: Int
  /// Agents on the phone and agents scheduled, as full-time equivalents.
  public var requiredFTE: Double
  public var scheduledFTE: Double
  public var paidHours: Double
  public var nightHours: Double
  public var overtimeHours: Double
  public var holidayHours: Double
  public var missingHours: Double
  public var requiredHours: Double
  public var isLimited: Bool
  /// In the site's currency.
  public var currency: String
  public var cost: LoadedCost
  /// In the currency of the comparison.
  public var convertedCost: Double
  public var costLine: ClosedRange<Double>
  public var service: ServiceResult
  public var seats: Int
  public var trunks: Int
  public var shrinkage: Double
  public var findings: [Finding]
  /// Where each parameter of the cost comes from.
  public var parameters: CostParameters
  public var shifts: Int
  var months: Double
  /// The plan of the part that all this is about.
  public var planned: PlannedPart
  /// Scheduled hours with longer handling and with more shrinkage, against those of the plan.
  var longerHandling: Double
  var moreShrinkage: Double
}

/// A scenario in the period, all its parts.
public struct ScenarioResult: Sendable {
  public var id: String
  public var name: String
  public var parts: [PartResult]
  public var service: ServiceResult
  /// The goal of service, weighted by contacts; nil when no queue has one.
  public var goal: Double?
  public var sensitivity: [SensitivityLine]
  public var bill: ScenarioBill?
  public var holidays: [HolidayNote]
  public var clocks: [ClockNote]

  public var cost: Double { parts.reduce(0) { $0 + $1.convertedCost } }
  public var costLine: ClosedRange<Double> {
    parts.reduce(0) {
      $0 + $1.costLine.lowerBound
    }...parts.reduce(0) { $0 + $1.costLine.upperBound }
  }
  public var costPerContact: Double {
    service.handled > 0 ? cost / service.handled : .nan
  }
  public var paidHours: Double { parts.reduce(0) { $0 + $1.paidHours } }
  public var findings: [Finding] { parts.flatMap(\.findings) }

  /// Components in the currency of the comparison, all parts together, in order of first appearance.
  public func components(_ rates: ExchangeRates) throws(Problem) -> [CostComponent] {
    var all: [CostComponent] = []
    for part in parts {
      for component in part.cost.components {
        let amount = try rates.convert(
          component.amount, from: part.currency, for: "site \(part.site)")
        if let k = all.firstIndex(where: { $0.name == component.name }) {
          all[k].amount += amount
        } else {
          all.append(CostComponent(component.name, amount))
        }
      }
    }
    return all
  }
}

/// What a change of one assumption does to a scenario's cost.
public struct SensitivityLine: Hashable, Sendable {
  public var name: String
  public var cost: Double
  public var costPerContact: Double
}

/// What the client pays, in the currency of the comparison.
public struct ScenarioBill: Hashable, Sendable {
  public var fee: Double
  public var penalty: Double
  public var isFloor: Bool
  public var revenue: Double { fee - penalty }
  public var margin: Double?
}

/// A holiday on one side only, in the year from the period on.
public struct HolidayNote: Hashable, Sendable {
  public var site: String
  public var date: CivilDate
  public var name: String
  /// The client works and the site has a holiday; otherwise the other way round.
  public var isSiteOnly: Bool
  public var isEstimated: Bool
  public var isInPeriod: Bool
}

/// How the clocks of a site move against the client's in the year from the period on.
public struct ClockNote: Hashable, Sendable {
  public var site: String
  public var changes: [ClockChange]
  public var unusualWeeks: [CivilDate]
}

/// Everything a comparison found.
public struct ComparisonResult: Sendable {
  public var centre: String
  public var from: CivilDate
  public var to: CivilDate
  public var clientZone: String
  public var exchange: ExchangeRates
  public var scenarios: [ScenarioResult]
  public var warnings: [String]
}
