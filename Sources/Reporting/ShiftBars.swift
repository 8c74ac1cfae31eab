internal import CentreModel
internal import CivilTime
internal import Tables

/// Seconds from the site's midnight, so that several clocks stand beside each other by their own hours.
struct ShiftAxis {
  /// A place is so many seconds wide.
  private static let unit = 300

  var from: Int
  var to: Int

  init(_ shifts: [WorkedShift]) {
    let low = shifts.map { ShiftAxis.second($0.start, $0) }.min() ?? 0
    let high = shifts.map { ShiftAxis.second($0.end, $0) }.max() ?? 86_400
    from = low / 3600 * 3600
    to = max(from + 3600, (high + 3599) / 3600 * 3600)
  }

  static func second(_ instant: Instant, _ shift: WorkedShift) -> Int {
    let local = shift.zone.local(at: instant)
    return (local.date - shift.date) * 86_400 + local.secondsOfDay
  }

  func place(_ instant: Instant, _ shift: WorkedShift) -> Int {
    (ShiftAxis.second(instant, shift) - from) / Self.unit
  }
  var width: Int { (to - from) / Self.unit }

  /// Hours with their places in percent, about six of them.
  var marks: [(clock: String, left: Double)] {
    let hours = (to - from) / 3600
    let step = hours <= 6 ? 1 : hours <= 12 ? 2 : hours <= 18 ? 3 : hours <= 28 ? 4 : 6
    return stride(from: 0, to: hours, by: step).map {
      (clockText((from / 3600 + $0) % 24 * 3600), Double($0) * 100 / Double(hours))
    }
  }
  var html: String {
    marks.map { "<i style=\"left:\(fixed($0.left, 2))%\">\($0.clock.prefix(2))</i>" }.joined()
  }
  var lines: String {
    "<path class=tick d=\""
      + marks.dropFirst().map { "M\(Int($0.left * Double(width) / 100)) 0v10" }.joined() + "\"/>"
  }
}

/// Shifts drawn as bars, with the colours of the queues.
struct ShiftBars {
  /// In their order, which gives the colours.
  var queues: [(id: String, name: String)]
  var axis: ShiftAxis

  /// One shift on the axis of all.
  func bar(_ shift: WorkedShift) -> String {
    "<svg viewBox=\"0 0 \(axis.width) 10\" preserveAspectRatio=none role=img>"
      + "<title>\(safeText(Self.words(shift)))</title>\(axis.lines)"
      + paths([(shift, 1, 8)]) + "</svg>"
  }

  /// Work by queue, breaks and meals, as rectangles of one path a kind.
  func paths(_ shifts: [(shift: WorkedShift, y: Int, height: Int)]) -> String {
    var paths: [String: String] = [:]
    for (shift, y, height) in shifts {
      for row in shift.rows {
        let (a, b) = (axis.place(row.segment.start, shift), axis.place(row.segment.end, shift))
        paths[style(row.segment), default: ""] +=
          "M\(a) \(y)h\(max(1, b - a))v\(height)h-\(max(1, b - a))z"
      }
    }
    return paths.sorted { $0.key < $1.key }.map { "<path class=\($0.key) d=\"\($0.value)\"/>" }
      .joined()
  }

  private func style(_ segment: RosterSegment) -> String {
    switch segment.activity {
    case .work: "w\(Self.colour(of: segment.queue, queues))"
    case .break: "wb"
    case .meal: "wm"
    }
  }

  /// Queues by their order; beyond six they share a colour.
  static func colour(of queue: String, _ queues: [(id: String, name: String)]) -> Int {
    min(5, queues.firstIndex { $0.id == queue } ?? 0)
  }

  static func words(_ shift: WorkedShift) -> String {
    let pauses = shift.rows.filter { $0.segment.activity != .work }.map { row in
      "\(row.segment.activity.rawValue) \(shift.zone.clocks(row.segment.start, row.segment.end))"
    }
    return ([shift.clock] + pauses).joined(separator: ", ")
  }

  /// What the colours of the shifts mean.
  static func legend(
    _ shifts: some Sequence<WorkedShift>, _ queues: [(id: String, name: String)]
  ) -> String {
    var served: Set<String> = []
    for shift in shifts {
      for row in shift.rows where row.segment.activity == .work { served.insert(row.segment.queue) }
    }
    let own = queues.filter { served.contains($0.id) }
    var out = "<p class=legend>"
    if own.count > 1 {
      for queue in own {
        out +=
          "<span class=key><i class=\"k w\(colour(of: queue.id, queues))\"></i>\(safe(queue.name))</span>"
      }
    } else {
      out += "<span class=key><i class=\"k w0\"></i>work</span>"
    }
    out +=
      "<span class=key><i class=\"k wb\"></i>break</span><span class=key><i class=\"k wm\"></i>meal</span>"
    return out + "</p>\n"
  }
}
