internal import Spreadsheets
internal import Tables

extension DeliveredPlan {
  /// The rows of the payroll.
  func paySheet() -> Sheet {
    let table = payroll()
    var sheet = Sheet(
      "Pay", widths: [10, 22, 10, 12, 18, 9, 10, 11, 12, 9, 30, 18], frozenRows: 1)
    sheet.row(table.columns.map { .text($0.name, .head) })
    for row in table.rows {
      sheet.row(
        zip(table.columns, row).map { column, cell in
          switch cell.value {
          case .text(let text): text.isEmpty ? .empty : .text(text)
          case .number(let value):
            .number(value, column.decimals.map { .decimals($0) } ?? .plain)
          default: .empty
          }
        })
    }
    return sheet
  }
}
