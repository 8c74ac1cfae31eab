internal import Tables

/// A chart over a week as HTML: shapes as SVG that stretches to any width, words as HTML beside it, so that
/// they keep their size on every screen. Its numbers stand in the table that it names, from which the page's
/// script takes what it shows at the pointer.
struct WeekChart {
  /// What is drawn, from back to front.
  enum Layer {
    /// Between two bounds.
    case band(low: [Double?], high: [Double?], style: String, name: String)
    case line([Double?], style: String, name: String)
    /// As staff is drawn: level over each interval.
    case steps([Double?], style: String, name: String)
    /// Between two step lines, only where `low` lies below `high`.
    case gap(low: [Double?], high: [Double?], style: String, name: String)

    var name: String {
      switch self {
      case .band(_, _, _, let name), .line(_, _, let name), .steps(_, _, let name),
        .gap(_, _, _, let name):
        name
      }
    }
    var style: String {
      switch self {
      case .band(_, _, let style, _), .line(_, let style, _), .steps(_, let style, _),
        .gap(_, _, let style, _):
        style
      }
    }
    var values: [Double?] {
      switch self {
      case .band(_, let high, _, _), .gap(_, let high, _, _): high
      case .line(let values, _, _), .steps(let values, _, _): values
      }
    }
  }

  var grid: TimeGrid
  var title: String
  var description: String
  var unit: String
  var layers: [Layer]
  /// Which places are open; the others are left blank and shaded.
  var open: [Bool]
  /// The element id of the table with the numbers, and its columns that belong to this chart.
  var table: String
  var columns: [Int]
  var queue: String
  /// Fixed upper end of the scale; nil: what the values need.
  var ceiling: Double?

  private static let height = 200.0

  var html: String {
    let top = ceiling ?? niceCeiling(layers.flatMap(\.values).compactMap { $0 }.max() ?? 1)
    let columns = columns.map(String.init).joined(separator: " ")
    var out = "<figure class=chart tabindex=0 role=group aria-label=\"\(safeText(title))\""
    out += " data-t=\(table) data-c=\"\(columns)\" data-n=\(grid.count) data-s=\(grid.slots)"
    out += " data-from=\(grid.from) data-q=\"\(safeText(queue))\">\n"
    out += "<figcaption><b>\(safe(title))</b>\(legend)</figcaption>\n<div class=plot>"
    out +=
      "<svg viewBox=\"0 0 \(grid.count) \(Int(Self.height))\" preserveAspectRatio=none role=img>"
    out += "<title>\(safeText(title))</title><desc>\(safeText(description))</desc>"
    out += shut + rules + layers.map { path($0, top) }.joined() + "</svg>"
    for step in 0...2 {
      let value = top * Double(step) / 2
      out +=
        "<i class=y style=\"bottom:\(step * 50)%\">\(safe(grouped(value, value < 10 && value != value.rounded() ? 1 : 0)))"
      out += "\(step == 2 ? " " + safe(unit) : "")</i>"
    }
    for (day, date) in grid.dates.enumerated() {
      out += "<i class=x style=\"left:\(fixed(Double(day) * 100 / Double(grid.days), 2))%\">"
      out += "\(grid.dayName(date))</i>"
    }
    return out + "</div></figure>\n"
  }

  private var legend: String {
    layers.filter { !$0.name.isEmpty }.map {
      "<span class=key><i class=\"k \($0.style)\"></i>\(safe($0.name))</span>"
    }.joined()
  }

  private func y(_ value: Double, _ top: Double) -> Int {
    Int((Self.height * (1 - min(max(value / top, 0), 1))).rounded())
  }

  /// What is closed.
  private var shut: String {
    var path = ""
    var k = 0
    while k < open.count {
      var end = k
      while end < open.count, !open[end] { end += 1 }
      if end > k { path += "M\(k) 0h\(end - k)v\(Int(Self.height))h-\(end - k)z" }
      k = max(end, k + 1)
    }
    return path.isEmpty ? "" : "<path class=shut d=\"\(path)\"/>"
  }

  /// Where days begin, and the middle and the ends of the scale.
  private var rules: String {
    let height = Int(Self.height)
    var path = "M0 0H\(grid.count)M0 \(height / 2)H\(grid.count)M0 \(height)H\(grid.count)"
    for day in 0...grid.days { path += "M\(day * grid.slots) 0v\(height)" }
    return "<path class=rule d=\"\(path)\"/>"
  }

  private func path(_ layer: Layer, _ top: Double) -> String {
    let d: String
    switch layer {
    case .band(let low, let high, _, _): d = band(low, high, top)
    case .line(let values, _, _): d = line(values, top)
    case .steps(let values, _, _): d = steps(values, top)
    case .gap(let low, let high, _, _): d = gap(low, high, top)
    }
    return d.isEmpty ? "" : "<path class=\"\(layer.style)\" d=\"\(d)\"/>"
  }

  /// Runs of positions where there is a value, never over the end of a day.
  private func runs(_ isThere: (Int) -> Bool) -> [Range<Int>] {
    var all: [Range<Int>] = []
    var start: Int?
    for k in 0...grid.count {
      let goes = k < grid.count && isThere(k)
      if let begun = start, !goes || k % grid.slots == 0 {
        all.append(begun..<k)
        start = nil
      }
      if goes, start == nil { start = k }
    }
    return all
  }

  private func move(_ dx: Int, _ dy: Int) -> String { "l\(dx)\(dy < 0 ? "" : " ")\(dy)" }

  private func line(_ values: [Double?], _ top: Double) -> String {
    runs { values[$0] != nil }.map { run in
      let ys = run.map { y(values[$0] ?? 0, top) }
      var out = "M\(run.lowerBound).5 \(ys[0])"
      if ys.count == 1 { return out + "h.2" }
      for (a, b) in zip(ys, ys.dropFirst()) { out += move(1, b - a) }
      return out
    }.joined()
  }

  private func steps(_ values: [Double?], _ top: Double) -> String {
    runs { values[$0] != nil }.map { run in
      let ys = run.map { y(values[$0] ?? 0, top) }
      var out = "M\(run.lowerBound) \(ys[0])"
      var level = ys[0]
      var length = 0
      for next in ys {
        if next != level {
          out += "h\(length)v\(next - level)"
          (level, length) = (next, 0)
        }
        length += 1
      }
      return out + "h\(length)"
    }.joined()
  }

  private func band(_ low: [Double?], _ high: [Double?], _ top: Double) -> String {
    runs { low[$0] != nil && high[$0] != nil }.map { run in
      let upper = run.map { y(high[$0] ?? 0, top) }
      let lower = run.map { y(low[$0] ?? 0, top) }
      var out = "M\(run.lowerBound).5 \(upper[0])"
      for (a, b) in zip(upper, upper.dropFirst()) { out += move(1, b - a) }
      out += "V\(lower[lower.count - 1])"
      let back = Array(lower.reversed())
      for (a, b) in zip(back, back.dropFirst()) { out += move(-1, b - a) }
      return out + "z"
    }.joined()
  }

  private func gap(_ low: [Double?], _ high: [Double?], _ top: Double) -> String {
    var out = ""
    var k = 0
    while k < grid.count {
      guard let a = low[k], let b = high[k], y(a, top) > y(b, top) else {
        k += 1
        continue
      }
      let (bottom, edge) = (y(a, top), y(b, top))
      var end = k + 1
      while end < grid.count, end % grid.slots != 0, let a = low[end], let b = high[end],
        y(a, top) == bottom, y(b, top) == edge
      {
        end += 1
      }
      out += "M\(k) \(edge)h\(end - k)V\(bottom)h-\(end - k)z"
      k = end
    }
    return out
  }
}

/// The smallest of 1, 2, 4, 5 or 8 times a power of ten that is at least `value`.
func niceCeiling(_ value: Double) -> Double {
  guard value > 0, value.isFinite else { return 1 }
  var power = 1.0
  while power * 10 <= value { power *= 10 }
  while power > value { power /= 10 }
  for factor in [1.0, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10] where factor * power >= value {
    return factor * power
  }
  return 10 * power
}
