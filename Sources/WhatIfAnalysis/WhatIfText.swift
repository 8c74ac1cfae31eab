internal import CivilTime
public import Tables

extension WhatIfResult {
  /// Side by side, with what changes against the plan.
  public func text(paint: Paint = Paint(isOn: false)) -> String {
    var out = plan ?? "The plan that would be made"
    out += ", \(from) to \(from + (days - 1))\n\(assumptionWords)\n\n"
    for queue in [""] + planned.queues.map(\.queue) {
      var table = TextTable([
        .left(queue.isEmpty ? "all" : queue), .right("plan"), .right("same roster"),
        .right("change"), .right("new plan"), .right("change"),
      ])
      for line in lines where line.queue == queue {
        let name = line.unit.isEmpty ? line.measure : "\(line.measure), \(line.unit)"
        table.row(
          name, shown(line, 0), shown(line, 1), change(line, 1), shown(line, 2), change(line, 2))
      }
      out += table.text(paint: paint) + "\n"
    }
    return out + conclusions.map { $0 + "\n" }.joined()
  }

  private func shown(_ line: Line, _ k: Int) -> String {
    line.values[k].map { fixed($0, line.decimals) } ?? "-"
  }

  private func change(_ line: Line, _ k: Int) -> String {
    guard let before = line.values[0], let after = line.values[k] else { return "" }
    let text = fixed(after - before, line.decimals)
    let isNothing = text.allSatisfy { "0.-".contains($0) }
    return isNothing ? "·" : text.hasPrefix("-") ? text : "+\(text)"
  }

  private var assumptionWords: String {
    var words: [String] = []
    func percent(_ share: Double) -> String {
      let text = shortest((share * 1e6).rounded() / 1e4)
      return text.hasPrefix("-") ? text : "+\(text)"
    }
    if assumptions.volumeFactor != 1 {
      words.append("contacts \(percent(assumptions.volumeFactor - 1)) %")
    }
    if assumptions.handlingFactor != 1 {
      words.append("AHT \(percent(assumptions.handlingFactor - 1)) %")
    }
    if assumptions.addedShrinkage != 0 {
      words.append("shrinkage \(percent(assumptions.addedShrinkage)) points")
    }
    if !assumptions.queues.isEmpty, !words.isEmpty {
      words[words.count - 1] += " (\(assumptions.queues.joined(separator: ", ")) only)"
    }
    if !assumptions.sick.isEmpty {
      let dates = assumptions.sickDates.map { "\($0)" }.joined(separator: ", ")
      words.append(
        "away: \(assumptions.sick.joined(separator: ", "))" + (dates.isEmpty ? "" : " on \(dates)"))
    }
    return "Assumed: \(words.joined(separator: "; "))."
  }

  /// What the numbers come to, in sentences.
  public var conclusions: [String] {
    var out: [String] = []
    for (before, after) in zip(planned.queues, sameRoster.queues) {
      guard let was = before.serviceLevel, let becomes = after.serviceLevel else { continue }
      out.append(
        "\(before.queue): left as it stands, the roster gives \(fixed(becomes * 100, 1)) % service "
          + "where it gives \(fixed(was * 100, 1)) % as planned.")
    }
    out.append(
      "A new plan of the same people pays \(fixed(newPlan.paidHours, 1)) hours "
        + "(\(signed(newPlan.paidHours - planned.paidHours)) h) with \(newPlan.people) at work and "
        + "misses \(newPlan.goalsMissed) goal\(newPlan.goalsMissed == 1 ? "" : "s").")
    // Where hours stay missing although everybody may be asked, it is people who are missing.
    let more = newPlan.uncoveredHours - planned.uncoveredHours
    if more >= 1, planned.people > 0, planned.paidHours > 0 {
      let week = planned.paidHours / Double(planned.people)
      out.append(
        "\(fixed(more, 1)) more hours stay missing than planned, the work of "
          + "\(fixed(more / week, 1)) people of \(fixed(week, 1)) h each.")
    }
    return out
  }

  private func signed(_ value: Double) -> String {
    let text = fixed(value, 1)
    return text.hasPrefix("-") ? text : "+\(text)"
  }
}
