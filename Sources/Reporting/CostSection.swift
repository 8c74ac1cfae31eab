internal import CentreInputs
internal import CentreModel
internal import Planning
internal import Tables

/// What wages come to, by site and currency.
struct Wages {
  let data: PlanData

  struct Total {
    var currency: String
    var amount: Double
    var premiums: Double
  }

  var currencies: [String] {
    data.wages.filter { $0.amount != nil }.map(\.currency)
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func total(_ currency: String) -> Total {
    let own = data.wages.filter { $0.currency == currency }
    let all = own.compactMap(\.amount).reduce(0, +)
    let plain = own.filter { $0.kind == "ordinary" || $0.kind == "holidays not worked" }
      .compactMap(\.amount).reduce(0, +)
    return Total(currency: currency, amount: all, premiums: all - plain)
  }

  /// Of the currency that most is paid in; nil where nobody says what an hour is paid.
  var total: Total? {
    let all = currencies.map(total).filter { $0.amount > 0 }
    return all.max { $0.amount < $1.amount }
  }
}

/// Cost and premium hours.
struct CostSection {
  let data: PlanData

  var html: String {
    guard !data.wages.isEmpty else { return "" }
    let sites = data.wages.map(\.site).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    var out = ""
    if Wages(data: data).total == nil {
      out +=
        "<p>Nobody says what an hour is paid: with <code>hourly_rate</code> and <code>currency</code> of a site or contract "
        + "this says what the plan costs.</p>\n"
    }
    for site in sites {
      let own = data.wages.filter { $0.site == site }
      let currency = own.first?.currency ?? ""
      let sum = own.compactMap(\.amount).reduce(0, +)
      if sites.count > 1 { out += "<h3>\(safe(name(of: site)))</h3>\n" }
      var rows = own.map { row in
        [
          row.kind, row.hours.map { grouped($0, 1) } ?? "", row.amount.map { grouped($0, 2) } ?? "",
          row.amount.flatMap { sum > 0 ? percent($0 / sum) : nil } ?? "",
        ]
      }
      if own.count > 1, own.contains(where: { $0.amount != nil }) {
        rows.append(["all", "", grouped(sum, 2), "100.0 %"])
      }
      out +=
        HTMLTable(
          header: ["pay", "hours", currency.isEmpty ? "amount" : currency, "share"], rows: rows,
          caption: "Wages\(sites.count > 1 ? " at \(name(of: site))" : "")",
          hasTotal: rows.count > own.count,
          isSortable: false
        ).html
    }
    return out
  }

  private func name(of site: String) -> String {
    data.folder.centre.sites.first { $0.id == site }?.name ?? site
  }
}

/// The sites beside each other, where there are several.
struct SitesSection {
  let data: PlanData

  var html: String {
    let sites = data.folder.centre.sites
    let used = Set(data.roster.map(\.site))
    guard used.count > 1 else { return "" }
    let rows = sites.filter { used.contains($0.id) }.map { site -> [String] in
      let shifts = data.shifts.filter { $0.rows.first?.site == site.id }
      let wages = data.wages.filter { $0.site == site.id }.compactMap(\.amount)
      return [
        site.name, site.timezone, "\(Set(shifts.map(\.agent)).count)", "\(shifts.count)",
        grouped(Double(shifts.reduce(0) { $0 + $1.paidSeconds }) / 3600, 1),
        wages.isEmpty ? "" : "\(grouped(wages.reduce(0, +))) \(site.currency ?? "")",
      ]
    }
    return HTMLTable(
      header: ["site", "clock", "people", "shifts", "paid h", "wages"], rows: rows,
      textColumns: [0, 1], caption: "The sites"
    ).html
  }
}
