internal import Tables

/// A line chart of a week as SVG: intervals from left to right, bands below, lines above.
struct WeekChart {
  /// A filled stretch between two bounds.
  struct Band {
    var low: [Double]
    var high: [Double]
    var colour: String
  }
  struct Line {
    var name: String
    var values: [Double]
    var colour: String
    /// Drawn as steps, as staff is.
    var isStep = false
    var isDashed = false
  }

  var bands: [Band] = []
  var lines: [Line] = []
  /// The first interval of each day and the day's name.
  var days: [(index: Int, name: String)]
  var unit: String

  private let width = 1040.0
  private let height = 240.0
  private let left = 44.0
  private let bottom = 28.0
  private let top = 22.0

  private var count: Int { lines.first?.values.count ?? 0 }
  private var ceiling: Double {
    let all = lines.flatMap(\.values) + bands.flatMap(\.high)
    return niceCeiling(all.max() ?? 1)
  }

  var svg: String {
    guard count > 1 else { return "" }
    var out = "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\">\n"
    out += grid()
    for band in bands {
      let upper = band.high.indices.map { point($0, band.high[$0]) }
      let lower = band.low.indices.reversed().map { point($0, band.low[$0]) }
      out +=
        "<polygon fill=\"\(band.colour)\" points=\"\((upper + lower).joined(separator: " "))\"/>\n"
    }
    for line in lines { out += path(line) }
    return out + legend() + "</svg>\n"
  }

  private func x(_ index: Double) -> Double {
    left + index / Double(count) * (width - left - 8)
  }
  private func y(_ value: Double) -> Double {
    height - bottom - value / ceiling * (height - bottom - top)
  }
  private func point(_ index: Int, _ value: Double) -> String {
    "\(fixed(x(Double(index) + 0.5), 1)),\(fixed(y(value), 1))"
  }

  private func path(_ line: Line) -> String {
    var points: [String] = []
    for (index, value) in line.values.enumerated() {
      if line.isStep {
        points.append("\(fixed(x(Double(index)), 1)),\(fixed(y(value), 1))")
        points.append("\(fixed(x(Double(index + 1)), 1)),\(fixed(y(value), 1))")
      } else {
        points.append(point(index, value))
      }
    }
    let dash = line.isDashed ? " stroke-dasharray=\"4 3\"" : ""
    return "<polyline fill=\"none\" stroke=\"\(line.colour)\" stroke-width=\"1.5\"\(dash) points=\""
      + points.joined(separator: " ")
      + "\"><title>\(escapedForHTML(line.name))</title></polyline>\n"
  }

  private func grid() -> String {
    var out = ""
    for step in 0...4 {
      let value = ceiling * Double(step) / 4
      let at = fixed(y(value), 1)
      out +=
        "<line x1=\"\(Int(left))\" x2=\"\(Int(width - 8))\" y1=\"\(at)\" y2=\"\(at)\""
        + " stroke=\"var(--line)\"/>"
      out +=
        "<text x=\"\(Int(left - 6))\" y=\"\(fixed(y(value) + 4, 1))\" text-anchor=\"end\">"
        + "\(shortest(value))</text>\n"
    }
    for day in days {
      let at = fixed(x(Double(day.index)), 1)
      out +=
        "<line x1=\"\(at)\" x2=\"\(at)\" y1=\"\(Int(top))\" y2=\"\(Int(height - bottom))\""
        + " stroke=\"var(--line)\"/>"
      out +=
        "<text x=\"\(fixed(x(Double(day.index)) + 4, 1))\" y=\"\(Int(height - 10))\">"
        + "\(escapedForHTML(day.name))</text>\n"
    }
    return out
  }

  private func legend() -> String {
    var out = ""
    var at = left
    for line in lines {
      out +=
        "<rect x=\"\(fixed(at, 0))\" y=\"6\" width=\"14\" height=\"3\" fill=\"\(line.colour)\"/>"
      out += "<text x=\"\(fixed(at + 19, 0))\" y=\"12\">\(escapedForHTML(line.name))</text>\n"
      at += 34 + Double(line.name.count) * 6.2
    }
    return out
      + "<text x=\"\(Int(width - 8))\" y=\"12\" text-anchor=\"end\">\(escapedForHTML(unit))</text>\n"
  }
}

/// The smallest of 1, 2, 4, 5 or 8 times a power of ten that is at least `value`.
func niceCeiling(_ value: Double) -> Double {
  guard value > 0, value.isFinite else { return 1 }
  var power = 1.0
  while power * 10 <= value { power *= 10 }
  while power > value { power /= 10 }
  for factor in [1.0, 2, 4, 5, 8, 10] where factor * power >= value { return factor * power }
  return 10 * power
}
