internal import CivilTime
internal import Tables

/// Days beside intervals as coloured cells with their numbers: days as rows where there is room, as columns on
/// a phone; one markup for both, see `heat` in the styles.
struct HeatMap {
  struct Cell {
    /// A class of the styles: `s1` to `s4` short, `o1` to `o4` over, empty for neither.
    var style: String
    var text: String
  }

  var grid: TimeGrid
  var title: String
  var description: String
  /// By position; nil: closed, which stays blank.
  var cells: [Cell?]
  var key: [(style: String, name: String)]
  var table: String
  var columns: [Int]
  var queue = ""

  var html: String {
    // Above so many intervals there is room for colours only, unless they stand below each other.
    let width = grid.slots > 60 ? "fine" : grid.slots > 34 ? "close" : "wide"
    let columns = columns.map(String.init).joined(separator: " ")
    var out = "<figure class=\"heat \(width)\" tabindex=0 role=group"
    out += " aria-label=\"\(safeText(title))\" data-t=\(table) data-c=\"\(columns)\""
    out += " data-n=\(grid.count) data-s=\(grid.slots) data-from=\(grid.from)"
    out += " data-q=\"\(safeText(queue))\">\n<figcaption><b>\(safe(title))</b>"
    for item in key {
      out += "<span class=key><i class=\"k \(item.style)\"></i>\(safe(item.name))</span>"
    }
    out += "</figcaption>\n<div class=cells role=img aria-label=\"\(safeText(description))\""
    out += " style=\"--n:\(grid.slots);--d:\(grid.days)\"><b></b>"
    let hour = max(1, 3600 / grid.intervalSeconds)
    for slot in 0..<grid.slots {
      let clock = grid.clock(slot)
      out += slot % hour == 0 ? "<b>\(clock.prefix(2))<u>\(clock.dropFirst(2))</u></b>" : "<b></b>"
    }
    out += "\n"
    for (day, date) in grid.dates.enumerated() {
      out += "<b class=d>\(grid.dayName(date))</b>"
      for slot in 0..<grid.slots {
        guard let cell = cells[day * grid.slots + slot] else {
          out += "<i class=c></i>"
          continue
        }
        // Three characters do not fit everywhere.
        let classes = cell.style + (cell.text.count > 2 ? (cell.style.isEmpty ? "l" : " l") : "")
        out +=
          classes.isEmpty
          ? "<i>" : classes.contains(" ") ? "<i class=\"\(classes)\">" : "<i class=\(classes)>"
        out += "\(safe(cell.text))</i>"
      }
      out += "\n"
    }
    return out + "</div></figure>\n"
  }
}
