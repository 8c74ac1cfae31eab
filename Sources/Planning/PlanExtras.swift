public import PluginContract
internal import Publishing
internal import Tables

/// What the plugins add to a finished plan.
public struct PlanExtras: Sendable {
  public var resources: [(plugin: String, answer: ResourcesAnswer)] = []
  public var findings: [(plugin: String, findings: [Finding])] = []
  public var sections: [(plugin: String, sections: [ReportSection])] = []
  /// What went wrong with a plugin, in sentences; its contribution is missing.
  public var faults: [String] = []

  /// The rules that are broken, those first, then warnings and notes.
  public var allFindings: [Finding] {
    let order = Finding.Severity.allCases
    return findings.flatMap(\.findings).sorted { a, b in
      let ranks = [a, b].map { finding in order.firstIndex { $0 == finding.severity } ?? 0 }
      return (ranks[0], a.startUnix ?? 0, a.agent ?? "", a.rule, a.message)
        < (ranks[1], b.startUnix ?? 0, b.agent ?? "", b.rule, b.message)
    }
  }

  /// Everything as files of the plan; none where no plugin said anything.
  func files() -> [PlanFile] {
    var files: [PlanFile] = []
    if !findings.isEmpty {
      var csv = CSVWriter([
        "severity", "rule", "agent_id", "queue", "site", "start_unix", "message",
      ])
      for finding in allFindings {
        csv.row(
          finding.severity.rawValue, finding.rule, finding.agent ?? "", finding.queue ?? "",
          finding.site ?? "", finding.startUnix.map { "\($0)" } ?? "", finding.message)
      }
      files.append(PlanFile(PlanFileName.findings, csv.bytes))
    }
    if !resources.isEmpty {
      var csv = CSVWriter(["resource", "name", "quantity", "site", "pool", "note"])
      for resource in resources.flatMap(\.answer.resources) {
        csv.row(
          resource.id, resource.name, "\(resource.quantity)", resource.site ?? "",
          resource.pool ?? "", resource.note ?? "")
      }
      files.append(PlanFile(PlanFileName.resources, csv.bytes))
    }
    let text = reportText()
    if !text.isEmpty { files.append(PlanFile(PlanFileName.report, text)) }
    return files
  }

  /// The report sections, resources and suggestions for people.
  func reportText() -> String {
    var out = ""
    for section in sections.flatMap(\.sections) {
      out += "\(section.title)\n\(String(repeating: "=", count: section.title.count))\n\n"
      for paragraph in section.text { out += paragraph + "\n\n" }
      for table in section.tables {
        if !table.title.isEmpty { out += table.title + "\n" }
        out += text(of: table) + "\n"
      }
    }
    let suggestions = resources.flatMap(\.answer.suggestions)
    if !suggestions.isEmpty {
      out += "Suggestions\n===========\n\n"
      for suggestion in suggestions { out += "- \(suggestion.message)\n" }
    }
    return out
  }

  private func text(of table: ReportTable) -> String {
    var text = TextTable(
      table.columns.map { column in
        let unit = column.unit.map { $0.isEmpty ? "" : " (\($0))" } ?? ""
        return TextTable.Column(column.name + unit, column.kind == .text ? .left : .right)
      })
    for row in table.rows {
      text.row(zip(table.columns, row).map { cell($0, $1) })
    }
    return text.text()
  }

  private func cell(_ column: ReportColumn, _ value: AnyJSON) -> String {
    if let text = value.string { return text }
    if let flag = value.bool { return flag ? "yes" : "no" }
    if let number = value.number {
      if column.kind == .share { return fixed(100 * number, column.decimals ?? 0) + " %" }
      return column.decimals.map { fixed(number, $0) } ?? shortest(number)
    }
    return ""
  }
}
