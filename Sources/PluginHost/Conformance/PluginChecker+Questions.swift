internal import CMusterPlugin
internal import PluginContract

extension PluginChecker {
  func checkQuestions(
    _ hook: Hook, _ configuration: PluginConfiguration, _ report: inout CheckReport
  ) {
    var answered = 0
    for question in QuestionProbes.all(hook) {
      report.check(hook.name, question.name) { () throws(PluginFault) in
        let plugin = try fresh(configuration)
        let first: String?
        do throws(PluginFault) { first = try plugin.askText(hook, question.json) } catch {
          // It may refuse what it cannot judge, in a sentence.
          guard case .refused(_, _, let message) = error.reason else { throw error }
          return message.isEmpty ? "it refuses without a word" : nil
        }
        guard let first else { return nil }
        answered += 1
        if let wrong = try check(first, of: hook, question: question.json, plugin) { return wrong }
        if hook == .explain, let wrong = try difference(first, to: question.json, plugin) {
          return wrong
        }
        let second = try plugin.askText(hook, question.json)
        if first != second { return "the same question had another answer" }
        let fresh = try fresh(configuration).askText(hook, question.json)
        if first != fresh { return "a new instance answers differently" }
        let grown = #"{"a_later_member": {"x": [1]}, "# + question.json.dropFirst()
        return try plugin.askText(hook, grown) == first
          ? nil : "a member it does not know changed the answer"
      }
    }
    if answered == 0 {
      report.neverAnswered.append(hook.name)
      report.add(
        hook.name, "answers the probes", .note,
        "it passed on or refused every question, so nothing it would say was checked")
    }
    report.check(hook.name, "\(QuestionProbes.nonsense.count) senseless questions are survived") {
      () throws(PluginFault) in
      let plugin = try fresh(configuration)
      for text in QuestionProbes.nonsense {
        do throws(PluginFault) { _ = try plugin.askText(hook, text) } catch {
          guard case .refused = error.reason else { throw error }
        }
      }
      return nil
    }
  }

  /// Whether the text is an answer of the contract: decoded, judged, and valid by its schema.
  private func check(
    _ text: String, of hook: Hook, question: String, _ plugin: Plugin
  ) throws(PluginFault) -> String? {
    do throws(ContractMismatch) {
      if let schema = try PublishedSchemas.answer(hook) {
        let mismatches = schema.mismatches(of: try ContractCoding.value(AnyJSON.self, of: text))
        if let first = mismatches.first { return "\(first.path) \(first.what)" }
      }
      switch hook {
      case .windows:
        return AnswerChecks.fault(
          of: try ContractCoding.value(WindowsAnswer.self, of: text),
          to: try ContractCoding.value(WindowsQuestion.self, of: question))
      case .caps:
        return AnswerChecks.fault(of: try ContractCoding.value(CapsAnswer.self, of: text))
      case .labour:
        return AnswerChecks.fault(of: try ContractCoding.value(LabourAnswer.self, of: text))
      case .shifts, .audit:
        return AnswerChecks.fault(of: try ContractCoding.value(FindingsAnswer.self, of: text))
      case .price:
        return AnswerChecks.fault(
          of: try ContractCoding.value(PriceAnswer.self, of: text),
          to: try ContractCoding.value(PriceQuestion.self, of: question))
      case .resources:
        return AnswerChecks.fault(of: try ContractCoding.value(ResourcesAnswer.self, of: text))
      case .report:
        return AnswerChecks.fault(of: try ContractCoding.value(ReportAnswer.self, of: text))
      case .rules:
        return AnswerChecks.faultOfList(try ContractCoding.value(RulesAnswer.self, of: text))
      case .explain:
        let asked = try ContractCoding.value(ExplainQuestion.self, of: question)
        return AnswerChecks.fault(
          of: try ContractCoding.value(ExplainAnswer.self, of: text), to: asked)
      case .simulate:
        return AnswerChecks.fault(
          of: try ContractCoding.value(SimulateAnswer.self, of: text),
          to: try ContractCoding.value(SimulateQuestion.self, of: question))
      case .overlay, .demand, .workload, .requirement: return nil
      }
    } catch {
      return error.path.isEmpty ? "the answer \(error.what)" : "\(error.path) \(error.what)"
    }
  }

  /// What an explanation says that the requirement hook does not.
  private func difference(
    _ text: String, to question: String, _ plugin: Plugin
  ) throws(PluginFault) -> String? {
    guard let asked = try? ContractCoding.value(ExplainQuestion.self, of: question),
      let answer = try? ContractCoding.value(ExplainAnswer.self, of: text)
    else { return nil }
    let rows = asked.rows.map { muster_interval($0) }
    guard let needs = try plugin.requirement(asked.queue, goal: asked.goal, rows) else {
      return "it explains a requirement that it does not make"
    }
    return AnswerChecks.difference(of: answer, to: asked, from: needs)
  }

  // MARK: - Rules

  /// Every rule explains itself and passes its own examples.
  func checkRules(_ configuration: PluginConfiguration, _ report: inout CheckReport) {
    let plugin: Plugin
    let rules: [Rule]
    do throws(PluginFault) {
      plugin = try fresh(configuration)
      rules = try plugin.rules()
    } catch {
      report.add("rules", "lists its rules", .failed, "the plugin \(error.sentence)")
      return
    }
    report.add("rules", "lists its rules", .passed, "\(rules.count)")
    for rule in rules {
      if rule.examples.isEmpty {
        report.add("rules", rule.id, .note, "has no example: nothing shows that it works")
        continue
      }
      report.check("rules", rule.id) { () throws(PluginFault) in
        for example in rule.examples {
          let outcome = try plugin.outcome(ofExample: example.name, rule: rule.id)
          if outcome != example.expected {
            return
              "example \(example.name): expected \(example.expected), found \(outcome ?? "none")"
          }
        }
        let explanation = try plugin.explain(rule: rule.id)
        return explanation?.isEmpty == false ? nil : "it explains nothing"
      }
    }
    report.check("rules", "an unknown rule is refused") { () throws(PluginFault) in
      do throws(PluginFault) { _ = try plugin.explain(rule: "no-such-rule") } catch {
        guard case .refused = error.reason else { throw error }
        return nil
      }
      return "it explains a rule that does not exist"
    }
  }
}
