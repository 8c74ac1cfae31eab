internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Planning
internal import Tables

/// A day with everybody's work, breaks and meals on one axis of time.
struct DayView {
  let data: PlanData
  let date: CivilDate
  let isOpen: Bool

  /// Of more people a day shows their shifts as one picture; hours and names stand in the roster.
  static let mostRows = 250
  private static let unit = 300

  var html: String {
    let shifts = data.shifts.filter { $0.date == date }
      .sorted { ($0.start, $0.end, $0.agent) < ($1.start, $1.end, $1.agent) }
    let title = "\(date.weekday.shortName) \(date)"
    guard !shifts.isEmpty else {
      return "<p class=sub>\(title): nobody works.</p>\n"
    }
    let people = Set(shifts.map(\.agent)).count
    let paid = Double(shifts.reduce(0) { $0 + $1.paidSeconds }) / 3600
    var out = "<details class=day\(isOpen ? " open" : "")><summary>\(title): "
    out += "\(grouped(Double(people))) people, \(grouped(paid, 1)) paid hours</summary>\n"
    let axis = Axis(shifts)
    out += people > Self.mostRows ? picture(shifts, axis) : rows(shifts, axis)
    return out + "</details>\n"
  }

  /// Seconds from the site's midnight, so that several clocks stand beside each other by their own hours.
  private struct Axis {
    var from: Int
    var to: Int

    init(_ shifts: [WorkedShift]) {
      let low = shifts.map { Axis.second($0.start, $0) }.min() ?? 0
      let high = shifts.map { Axis.second($0.end, $0) }.max() ?? 86_400
      from = low / 3600 * 3600
      to = max(from + 3600, (high + 3599) / 3600 * 3600)
    }

    static func second(_ instant: Instant, _ shift: WorkedShift) -> Int {
      let local = shift.zone.local(at: instant)
      return (local.date - shift.date) * 86_400 + local.secondsOfDay
    }

    func place(_ instant: Instant, _ shift: WorkedShift) -> Int {
      (Axis.second(instant, shift) - from) / DayView.unit
    }
    var width: Int { (to - from) / DayView.unit }

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

  private func rows(_ shifts: [WorkedShift], _ axis: Axis) -> String {
    let names = Dictionary(data.folder.agents.map { ($0.id, $0.name) }) { first, _ in first }
    var out = "<div class=scroll><table class=\"gantt people\"><thead><tr><th scope=col>agent"
    out += "<th scope=col>shift<th class=axis aria-hidden=true>\(axis.html)</thead><tbody>\n"
    for shift in shifts {
      out += "<tr data-a=\"\(safeText(shift.agent))\"><th scope=row>\(safe(shift.agent))"
      if let name = names[shift.agent], !name.isEmpty { out += "<small>\(safe(name))</small>" }
      out += "<td>\(shift.clock)<td class=bar>"
      out += "<svg viewBox=\"0 0 \(axis.width) 10\" preserveAspectRatio=none role=img>"
      out += "<title>\(safeText(words(shift)))</title>\(axis.lines)"
      out += paths([(shift, 1, 8)], axis) + "</svg>\n"
    }
    return out + "</table></div>\n"
  }

  /// Everybody below each other, a thin line a person.
  private func picture(_ shifts: [WorkedShift], _ axis: Axis) -> String {
    var out = "<div class=crowd><div class=axis>\(axis.html)</div>"
    out +=
      "<svg viewBox=\"0 0 \(axis.width) \(shifts.count * 3)\" preserveAspectRatio=none role=img"
    out += " style=\"height:\(min(1600, shifts.count * 3))px\">"
    out +=
      "<title>Everybody's shift, earliest first</title><desc>Each line is a shift with its breaks and meals; "
    out += "names and hours stand in the roster.</desc>"
    out += paths(shifts.enumerated().map { ($1, $0 * 3, 2) }, axis)
    return out + "</svg></div>\n"
  }

  /// Work by queue, breaks and meals, as rectangles of one path a kind.
  private func paths(_ shifts: [(shift: WorkedShift, y: Int, height: Int)], _ axis: Axis) -> String
  {
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
    case .work: "w\(Self.colour(of: segment.queue, data))"
    case .break: "wb"
    case .meal: "wm"
    }
  }

  /// Queues by their order; beyond six they share a colour.
  static func colour(of queue: String, _ data: PlanData) -> Int {
    min(5, data.folder.centre.queues.firstIndex { $0.id == queue } ?? 0)
  }

  private func words(_ shift: WorkedShift) -> String {
    let pauses = shift.rows.filter { $0.segment.activity != .work }.map { row in
      "\(row.segment.activity.rawValue) \(shift.zone.local(at: row.segment.start).clock)–"
        + shift.zone.local(at: row.segment.end).clock
    }
    return ([shift.clock] + pauses).joined(separator: ", ")
  }
}

/// All days, the first of them open.
struct DayViews {
  let data: PlanData

  var html: String {
    guard !data.shifts.isEmpty else { return "" }
    let first = data.dates.first { date in data.shifts.contains { $0.date == date } }
    let served = Set(data.roster.lazy.filter { $0.segment.activity == .work }.map(\.segment.queue))
    var out = "<p class=legend>"
    let queues = data.folder.centre.queues.filter { served.contains($0.id) }
    if queues.count > 1 {
      for queue in queues {
        out +=
          "<span class=key><i class=\"k w\(DayView.colour(of: queue.id, data))\"></i>\(safe(queue.name))</span>"
      }
    } else {
      out += "<span class=key><i class=\"k w0\"></i>work</span>"
    }
    out +=
      "<span class=key><i class=\"k wb\"></i>break</span><span class=key><i class=\"k wm\"></i>meal</span>"
    out += "</p>\n"
    for date in data.dates {
      out += DayView(data: data, date: date, isOpen: date == first).html
    }
    return out
  }
}
