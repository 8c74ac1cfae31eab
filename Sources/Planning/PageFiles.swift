internal import CentreModel
internal import Forecasting
internal import Publishing
internal import SitePlanning
internal import Tables

/// What a page about the plan wants to know beside the steps' own files, as files: what must not be
/// overlooked, how the forecasting methods did on the past, what wages come to.
extension Plan {
  var pageFiles: [PlanFile] {
    [
      PlanFile(PlanFileName.attention, attentionCSV),
      PlanFile(PlanFileName.backtest, backtestCSV),
      PlanFile(PlanFileName.wages, wagesCSV),
    ]
  }

  private var attentionCSV: [UInt8] {
    var csv = CSVWriter(["severity", "code", "words"])
    for item in attention {
      csv.row(item.severity == .failure ? "failure" : "warning", item.code, item.words)
    }
    return csv.bytes
  }

  /// Percent; the method that made the numbers is marked. The noise floor is what chance alone makes.
  private var backtestCSV: [UInt8] {
    var csv = CSVWriter([
      "queue", "method", "chosen", "weeks", "wape", "day_wape", "bias", "noise_floor",
    ])
    for forecast in demand.compactMap(\.forecast) {
      let evidence = forecast.evidence
      for trial in evidence.trials {
        csv.row(
          forecast.queue, trial.method.rawValue, trial.method == evidence.method ? "yes" : "no",
          "\(evidence.trialWeeks)", fixed(trial.wape, 2), fixed(trial.dayWAPE, 2),
          fixed(trial.bias, 2), evidence.noiseFloor.map { fixed($0, 2) } ?? "")
      }
    }
    return csv.bytes
  }

  /// One row a site and kind of pay; no amounts where nobody says what an hour is paid.
  private var wagesCSV: [UInt8] {
    var csv = CSVWriter(["site", "currency", "kind", "hours", "amount"])
    for part in parts {
      let (pay, bill) = (part.pay, part.pay.bill)
      func row(_ kind: String, _ hours: Double?, _ amount: Double) {
        csv.row(
          part.site.id, part.site.currency ?? "", kind, hours.map { fixed($0, 2) } ?? "",
          pay.hasRates ? fixed(amount, 2) : "")
      }
      row("ordinary", bill.paidHours, bill.ordinary)
      let known = [
        "night": pay.nightHours, "overtime": pay.overtimeHours, "holiday": pay.holidayHours,
      ]
      for premium in bill.premiums { row(premium.name, known[premium.name], premium.amount) }
      if bill.unworkedHolidays != 0 { row("holidays not worked", nil, bill.unworkedHolidays) }
    }
    return csv.bytes
  }
}
