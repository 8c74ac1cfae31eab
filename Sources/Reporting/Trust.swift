internal import CentreModel
internal import CivilTime
internal import Planning
internal import Tables

/// Whether the forecast is to be trusted: what its method missed by on past weeks, beside plain methods and
/// beside what chance alone makes.
struct Trust {
  let data: PlanData

  /// All queues together, weighed by their contacts; percent.
  struct Score {
    var wape: Double
    var floor: Double?
    var baseline: (name: String, wape: Double)?
    var weeks: Int
  }

  static let baselines: Set<String> = ["snaive", "avg4", "avg6", "avg8"]

  var score: Score? {
    let contacts = Dictionary(data.forecast.map { ($0.queue, $0.offered) }, uniquingKeysWith: +)
    func mean(_ rows: [TrialRow], _ value: (TrialRow) -> Double?) -> Double? {
      let pairs = rows.compactMap { row in
        value(row).map { ($0, max(contacts[row.queue] ?? 0, 1e-9)) }
      }
      let weight = pairs.reduce(0) { $0 + $1.1 }
      guard pairs.count == rows.count, weight > 0 else { return nil }
      return pairs.reduce(0) { $0 + $1.0 * $1.1 } / weight
    }
    let chosen = data.trials.filter { $0.isChosen && $0.wape.isFinite }
    guard let wape = mean(chosen, \.wape) else { return nil }
    let plain = Self.baselines.compactMap { name -> (name: String, wape: Double)? in
      let rows = data.trials.filter { $0.method == name && $0.wape.isFinite }
      guard rows.count == chosen.count else { return nil }
      return mean(rows, \.wape).map { (name, $0) }
    }
    return Score(
      wape: wape, floor: mean(chosen, \.noiseFloor),
      baseline: plain.min { ($0.wape, $0.name) < ($1.wape, $1.name) },
      weeks: chosen.map(\.weeks).min() ?? 0)
  }

  var tile: FirstScreen.Tile {
    guard let score else {
      if data.queues.allSatisfy({ $0.demand == .plugin }) {
        return .init(
          name: "Can I trust it?", value: "as planned",
          note: "the contacts are those of lists or work in hand, not a forecast", link: "made")
      }
      return .init(
        name: "Can I trust it?", value: "unproved",
        note: "nothing was tried on past weeks", mood: "doubt", link: "made")
    }
    var mood = "doubt"
    var value = "fairly"
    if let floor = score.floor, floor > 0 {
      let ratio = score.wape / floor
      (value, mood) =
        ratio <= 1.3 ? ("yes", "good") : ratio <= 2 ? ("fairly", "doubt") : ("with care", "bad")
    }
    if score.weeks < 4, mood == "good" { (value, mood) = ("fairly", "doubt") }
    var note = "missed by \(grouped(score.wape, 1)) % an interval on \(score.weeks) past weeks"
    if let floor = score.floor { note += "; chance alone \(grouped(floor, 1)) %" }
    if let plain = score.baseline {
      note += ", best plain method \(grouped(plain.wape, 1)) %"
    }
    return .init(name: "Can I trust it?", value: value, note: note, mood: mood, link: "evidence")
  }

  var html: String {
    var out = ""
    for queue in data.queues {
      let trials = data.trials.filter { $0.queue == queue.id }
      guard !trials.isEmpty else { continue }
      var rows = trials.map { trial in
        [
          Self.words(trial.method) + (trial.isChosen ? " (used)" : ""), grouped(trial.wape, 2),
          signed(trial.bias, 2),
        ]
      }
      if let floor = trials.first?.noiseFloor {
        rows.append(["chance alone (noise floor)", grouped(floor, 2), ""])
      }
      out += "<h3>\(safe(queue.name))</h3>\n" + bars(trials)
      out +=
        HTMLTable(
          header: [
            "method, one week ahead on \(trials[0].weeks) past weeks", "missed by % an interval",
            "bias %",
          ],
          rows: rows, caption: "How methods did on the past of \(queue.name)", isSortable: false
        ).html
    }
    if let text = data.files.text(PlanFileName.evidence), !text.isEmpty {
      out +=
        "<details class=data><summary>The evidence in full</summary><pre tabindex=0>\(safeLines(text))</pre></details>\n"
    }
    return out
  }

  /// The error of each method as a bar, the noise floor as a line through them.
  private func bars(_ trials: [TrialRow]) -> String {
    let most = trials.flatMap { [$0.wape, $0.noiseFloor ?? 0] }.filter(\.isFinite).max() ?? 0
    guard most > 0 else { return "" }
    var out =
      "<div class=bars role=img aria-label=\"Errors of the methods; the table has the numbers\""
    if let floor = trials.first?.noiseFloor {
      out += " style=\"--floor:\(fixed(floor / most * 100, 1))%\""
    }
    out += ">\n"
    for trial in trials where trial.wape.isFinite {
      out +=
        "<div><span>\(safe(Self.words(trial.method)))</span><i\(trial.isChosen ? " class=on" : "")>"
      out += "<em style=\"width:\(fixed(trial.wape / most * 100, 1))%\"></em></i></div>\n"
    }
    return out + "</div>\n"
  }

  static func words(_ method: String) -> String {
    switch method {
    case "snaive": "the week before"
    case "avg4": "mean of 4 weeks"
    case "avg6": "mean of 6 weeks"
    case "avg8": "mean of 8 weeks"
    default: method
    }
  }
}

/// A text of several lines as HTML, its line ends kept.
func safeLines(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }
    .joined(separator: "\n")
}
