internal import CivilTime
internal import Planning
internal import Publishing
internal import Tables

/// What must not be overlooked, first; then what plugins found, want and tell.
struct Findings {
  let data: PlanData

  /// Failures and warnings of the plan.
  var attention: String {
    guard !data.attention.isEmpty else { return "" }
    let failures = data.attention.filter { $0[0] == "failure" }
    let warnings = data.attention.filter { $0[0] != "failure" }
    func items(_ rows: ArraySlice<[String]>) -> String {
      rows.map { row in
        let isFailure = row[0] == "failure"
        return
          "<li><span class=\"tag \(isFailure ? "missed" : "in-doubt")\">\(isFailure ? "failed" : "warning")</span> "
          + "\(safe(row[2]))\n"
      }.joined()
    }
    let all = failures + warnings
    var out = "<ul class=goals>\n\(items(all.prefix(6)))</ul>\n"
    if all.count > 6 {
      out += "<details class=data><summary>\(all.count - 6) more</summary><ul class=goals>\n"
      out += items(all.dropFirst(6)) + "</ul></details>\n"
    }
    return out
  }

  /// What differs from the roster published before for the same period.
  var changes: String {
    let names = [
      "agent_id", "date", "change", "before_start", "before_end", "after_start", "after_end",
    ]
    let rows = (try? data.files.rows(PlanFileName.changes, names)) ?? []
    // `2026-11-30T07:00:00-05:00`: the clock is what people look at.
    func clock(_ text: String) -> String { String(text.dropFirst(11).prefix(5)) }
    func shift(_ from: String, _ to: String) -> String {
      from.isEmpty ? "off" : "\(clock(from))–\(clock(to))"
    }
    guard !rows.isEmpty else { return "" }
    return HTMLTable(
      header: ["agent", "day", "change", "was", "is"],
      rows: rows.map { row in
        let kind = row[2] == "pauses" ? "breaks" : row[2]
        return [row[0], row[1], kind, shift(row[3], row[4]), shift(row[5], row[6])]
      }, textColumns: [0, 1, 2, 3, 4],
      caption: "What differs from the roster published before"
    ).html
  }

  var html: String {
    var out = ""
    if let table = try? data.files.table(PlanFileName.findings) { out += findings(table) }
    if let table = try? data.files.table(PlanFileName.resources) {
      var rows: [[String]] = []
      try? table.forEachRow { row in
        rows.append((1..<row.count).map { row.text($0) })
      }
      if !rows.isEmpty {
        out += "<h3>What it takes beside people</h3>\n"
        out +=
          HTMLTable(
            header: Array(table.header.dropFirst()), rows: rows, textColumns: [0, 2, 3, 4],
            caption: "Resources"
          ).html
      }
    }
    if let text = data.files.text(PlanFileName.report), !text.isEmpty {
      out += "<details class=data><summary>What the plugins tell</summary>"
      out += "<pre tabindex=0>\(safeLines(text))</pre></details>\n"
    }
    return out
  }

  private func findings(_ table: CSVTable) -> String {
    let names = ["severity", "rule", "agent_id", "queue", "start_unix", "message"]
    let columns = names.map { table.column(named: $0) }
    var rows: [[String]] = []
    try? table.forEachRow { row in
      rows.append(
        zip(names, columns).map { name, column in
          let text = column.map { row.text($0) } ?? ""
          guard name == "start_unix" else { return text }
          return Int64(text).map { seconds in
            let local = data.zone.local(at: Instant(seconds: seconds))
            return "\(local.date) \(local.clock)"
          } ?? ""
        })
    }
    guard !rows.isEmpty else { return "" }
    let most = 200
    let broken = rows.count { $0[0] == "violation" }
    let warnings = rows.count { $0[0] == "warning" }
    var out =
      "<p>\(broken) rules are broken, \(warnings) warnings, \(rows.count - broken - warnings) notes"
    out += rows.count > most ? "; the first \(most), all of them in findings.csv.</p>\n" : ".</p>\n"
    // Columns that nothing stands in say nothing.
    let used = names.indices.filter { k in rows.contains { !$0[k].isEmpty } }
    let titles = ["", "rule", "agent", "queue", "when", "what"]
    return out
      + HTMLTable(
        header: used.map { titles[$0] },
        rows: rows.prefix(most).map { row in used.map { row[$0] } },
        textColumns: Set(names.indices), caption: "Findings"
      ).html
  }
}

/// What the plan was made from.
struct Provenance {
  let data: PlanData

  var html: String {
    let manifest = data.manifest
    var facts = [
      ["plan", manifest.planID], ["as of", manifest.asOf], ["seed", "\(manifest.seed)"],
    ]
    facts += manifest.options.sorted { $0.key < $1.key }.map { ["option \($0.key)", $0.value] }
    facts += manifest.versions.sorted { $0.key < $1.key }.map {
      ["version of \($0.key)", $0.value]
    }
    if let previous = manifest.previous { facts.append(["plan in force before", previous]) }
    let inputs = manifest.inputs.map {
      [$0.name, grouped(Double($0.bytes)), String($0.sha256.prefix(16))]
    }
    var out = HTMLTable(
      header: ["", "value"], rows: facts, textColumns: [0, 1], caption: "The plan",
      isSortable: false
    ).html
    out += "<details class=data><summary>Its \(inputs.count) inputs</summary>"
    out +=
      HTMLTable(
        header: ["file", "bytes", "SHA-256 begins"], rows: inputs, textColumns: [0, 2],
        caption: "Inputs"
      ).html
    out += "</details>\n"
    if let text = data.files.text(PlanFileName.summary), !text.isEmpty {
      out += "<details class=data><summary>The plan in plain text</summary>"
      out += "<pre tabindex=0>\(safeLines(text))</pre></details>\n"
    }
    return out
  }
}
