internal import CMusterPlugin
internal import PluginContract

/// Answers about a staffing model: explanations and simulated service.
extension AnswerChecks {
  static func fault(of answer: ExplainAnswer, to question: ExplainQuestion) -> String? {
    guard answer.explanations.count == question.indices.count else {
      return
        "there are \(answer.explanations.count) explanations for \(question.indices.count) rows"
    }
    for (i, (index, found)) in zip(question.indices, answer.explanations).enumerated() {
      guard question.rows.indices.contains(index) else { continue }
      if found.startUnix != question.rows[index].startUnix {
        return "explanations[\(i)] is of another interval"
      }
      if let agents = found.agents, !(0...1_000_000).contains(agents) {
        return "explanations[\(i)]: \(agents) agents is no number of agents"
      }
      if found.closed, found.agents ?? 0 > 0 {
        return "explanations[\(i)] is closed, yet \(found.agents ?? 0) agents are asked for"
      }
      for step in found.steps where step.name.isEmpty || step.value.isEmpty {
        return "explanations[\(i)] has a step without a name or a value"
      }
      if found.steps.isEmpty, found.agents ?? 0 > 0 { return "explanations[\(i)] says nothing" }
    }
    return nil
  }

  /// What in `answer` is not what the requirement hook said of the rows; nil when all is.
  static func difference(
    of answer: ExplainAnswer, to question: ExplainQuestion, from needs: [muster_requirement]
  ) -> String? {
    for (index, found) in zip(question.indices, answer.explanations)
    where needs.indices.contains(index) {
      let need = needs[index]
      let agents = need.agents < 0 ? nil : Int(need.agents)
      if found.agents != agents {
        func text(_ n: Int?) -> String { n.map { "\($0) agents" } ?? "no answer" }
        return
          "row \(index) is explained with \(text(found.agents)) and required with \(text(agents))"
      }
      if found.closed != (need.flags & MUSTER_CLOSED != 0) {
        return "row \(index) is closed in one and not in the other"
      }
      let word = fieldText(need.bound_by)
      if agents != nil, !found.boundBy.hasPrefix(word) {
        return "row \(index) is bound by \(found.boundBy) in one and by \(word) in the other"
      }
    }
    return nil
  }

  static func fault(of answer: SimulateAnswer, to question: SimulateQuestion) -> String? {
    guard answer.intervals.count == question.rows.count else {
      return "there are \(answer.intervals.count) intervals for \(question.rows.count) rows"
    }
    for (i, (row, found)) in zip(question.rows, answer.intervals).enumerated() {
      if found.startUnix != row.startUnix || found.endUnix != row.startUnix + Int64(row.lengthS) {
        return "intervals[\(i)] is another interval"
      }
      if let wrong = fault(of: found) { return "intervals[\(i)]: \(wrong)" }
    }
    for (i, day) in answer.days.enumerated() {
      if day.startUnix > day.endUnix { return "days[\(i)] is turned round" }
      if !isInstant(day.startUnix) || !isInstant(day.endUnix) {
        return "days[\(i)] is at no time that a calendar has"
      }
      if let wrong = fault(of: day) { return "days[\(i)]: \(wrong)" }
    }
    if !isInstant(answer.total.startUnix) || !isInstant(answer.total.endUnix) {
      return "total is at no time that a calendar has"
    }
    if let wrong = fault(of: answer.total) { return "total: \(wrong)" }
    for (i, verdict) in answer.verdicts.enumerated() {
      if verdict.goal.isEmpty { return "verdicts[\(i)] names no goal" }
      if !["share", "s"].contains(verdict.unit) {
        return "verdicts[\(i)]: \(verdict.unit) is neither share nor s"
      }
      if (verdict.halfWidth ?? 0) < 0 { return "verdicts[\(i)]: its half-width is negative" }
      for value in [verdict.value, verdict.promised] where !(abs(value) <= mostAmount) {
        return "verdicts[\(i)]: \(value) is no share and no time"
      }
    }
    for (i, goal) in answer.notJudged.enumerated() where goal.goal.isEmpty || goal.reason.isEmpty {
      return "not_judged[\(i)] names no goal or no reason"
    }
    return nil
  }

  private static func fault(of service: ServiceInfo) -> String? {
    for share in [service.serviceLevel, service.abandonment, service.occupancy] {
      if let share, !(0...1).contains(share) { return "a share is not between 0 and 1" }
    }
    for amount in [
      service.offered, service.served, service.halfWidth, service.asaS, service.backlog,
      service.late,
    ] {
      if let amount, !(amount >= 0) { return "an amount is negative" }
      if let amount, amount > mostAmount { return "an amount is \(amount), not at most 1e12" }
    }
    return nil
  }
}
