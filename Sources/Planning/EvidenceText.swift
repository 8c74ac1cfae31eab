internal import Forecasting
internal import SitePlanning
internal import Tables

/// The evidence behind the forecasts, and behind rosters searched for a promise, as a text for people.
enum EvidenceText {
  static func text(_ forecasts: [QueueForecast], promises: [PromiseEvidence] = []) -> String {
    (forecasts.map(section) + promises.map { $0.text() }).joined(separator: "\n")
  }

  private static func section(_ forecast: QueueForecast) -> String {
    let evidence = forecast.evidence
    var out = "queue \(forecast.queue): \(evidence.method.rawValue)\n"
    if let from = evidence.historyFrom, let to = evidence.historyTo {
      out += "history used: \(from) to \(to)\n"
    }
    if !evidence.trials.isEmpty {
      out += "\nOne week ahead, on the \(evidence.trialWeeks) weeks before the origin:\n"
      var table = TextTable([
        .left("method"), .right("WAPE %"), .right("day WAPE %"), .right("bias %"),
      ])
      for trial in evidence.trials {
        table.row(
          trial.method.rawValue, fixed(trial.wape, 2), fixed(trial.dayWAPE, 2),
          fixed(trial.bias, 2))
      }
      if let floor = evidence.noiseFloor {
        table.rule()
        table.row("noise floor", fixed(floor, 2), "", "")
      }
      out += table.text()
    }
    if !evidence.effects.isEmpty {
      out += "\nLearnt effects on a day's contacts:\n"
      var table = TextTable([.left("effect"), .right("%"), .right("past days")])
      for effect in evidence.effects {
        table.row(effect.name, signed(effect.percent), "\(effect.days)")
      }
      out += table.text()
    }
    for remark in evidence.remarks { out += "note: \(remark)\n" }
    return out
  }

  private static func signed(_ percent: Double) -> String {
    (percent >= 0 ? "+" : "") + fixed(percent, 1)
  }
}
