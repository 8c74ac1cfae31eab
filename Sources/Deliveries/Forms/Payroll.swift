internal import CivilTime
internal import Planning
internal import SitePlanning
public import Tables

extension DeliveryForm {
  static let payroll = DeliveryForm(
    name: "payroll", summary: "paid hours by person, day and code, with the rules", needs: []
  ) { plan, _ in .table(plan.payroll()) }
}

extension DeliveredPlan {
  /// What is paid alike on one day of one person.
  private struct PayKey: Hashable {
    var agent: String
    var date: CivilDate
    var code: String
    var multiplier: Double
    var rate: Double?
    var currency: String
    var rules: [String]
  }

  /// Hours and amounts by person, date of the shift, code and rules; stretches that are paid alike are one
  /// row.
  public func payroll() -> Table {
    let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
    var order: [PayKey] = []
    var sums: [PayKey: PayRow] = [:]
    for row in pay {
      let key = PayKey(
        agent: row.agent, date: row.workDate, code: row.code, multiplier: row.multiplier,
        rate: row.hourlyRate, currency: row.currency, rules: row.rules)
      if let known = sums[key] {
        sums[key]?.hours = known.hours + row.hours
        sums[key]?.amount = known.amount.flatMap { a in row.amount.map { a + $0 } }
      } else {
        order.append(key)
        sums[key] = row
      }
    }
    var table = Table([
      .text("agent_id"), .text("name"), .text("site"), .text("work_date"), .text("code"),
      .number("hours", decimals: 4), .number("multiplier"), .number("hourly_rate"),
      .number("amount", decimals: 2), .text("currency"), .text("rule_ids"), .text("plan_id"),
    ])
    for row in order.compactMap({ sums[$0] }) {
      table.row(
        .text(row.agent), .text(names[row.agent] ?? ""), .text(row.site),
        .text("\(row.workDate)"), .text(row.code), .number(row.hours), .number(row.multiplier),
        .optional(row.hourlyRate), .optional(row.amount), .text(row.currency),
        .text(row.rules.joined(separator: ";")), .text(id))
    }
    return table
  }
}
