internal import Tables

/// The numbers behind charts, interval by interval, in a table that opens; its rows know their place on the
/// charts' axis.
struct IntervalTable {
  var id: String
  var summary: String
  var header: [String]
  var rows: [(index: Int, cells: [String])]
  var grid: TimeGrid

  /// Rows of one page; tables beyond these say where the numbers are.
  static let most = 24_000

  var html: String {
    var out = "<details class=data><summary>\(safe(summary))</summary><div class=scroll>"
    out += "<table id=\(id) class=values><caption class=hide>\(safe(summary))</caption><thead><tr>"
    out += header.enumerated().map { "<th scope=col\($0 > 0 ? " class=n" : "")>\(safe($1))" }
      .joined()
    out += "</thead><tbody>\n"
    for row in rows {
      // End tags that HTML does not need would be half of the page.
      out += "<tr data-i=\(row.index)><th>\(grid.name(row.index))"
      for cell in row.cells { out += "<td>\(cell)" }
      out += "\n"
    }
    return out + "</table></div></details>\n"
  }
}
