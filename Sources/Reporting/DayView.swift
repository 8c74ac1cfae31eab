internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Tables

/// People with what they work, as days show them.
struct RosteredPeople {
  var shifts: [WorkedShift]
  var names: [String: String]
  /// In their order, which gives the colours.
  var queues: [(id: String, name: String)]
  /// Where a person's own page is, by id; none on the page of a plan.
  var pages: [String: String] = [:]

  init(
    shifts: [WorkedShift], names: [String: String], queues: [(id: String, name: String)],
    pages: [String: String] = [:]
  ) {
    self.shifts = shifts
    self.names = names
    self.queues = queues
    self.pages = pages
  }

  init(_ data: PlanData) {
    shifts = data.shifts
    names = Dictionary(data.folder.agents.map { ($0.id, $0.name) }) { first, _ in first }
    queues = data.folder.centre.queues.map { ($0.id, $0.name) }
  }

  /// A person's id, leading to the page where there is one.
  static func link(_ id: String, _ pages: [String: String]) -> String {
    pages[id].map { "<a href=\"\($0)\">\(safe(id))</a>" } ?? safe(id)
  }
}

/// A day with everybody's work, breaks and meals on one axis of time.
struct DayView {
  let people: RosteredPeople
  let date: CivilDate
  let isOpen: Bool

  /// Of more people a day shows their shifts as one picture; hours and names stand in the roster.
  static let mostRows = 250

  var html: String {
    let shifts = people.shifts.filter { $0.date == date }
      .sorted { ($0.start, $0.end, $0.agent) < ($1.start, $1.end, $1.agent) }
    let title = "\(date.weekday.shortName) \(date)"
    guard !shifts.isEmpty else {
      return "<p class=sub>\(title): nobody works.</p>\n"
    }
    let count = Set(shifts.map(\.agent)).count
    let paid = Double(shifts.reduce(0) { $0 + $1.paidSeconds }) / 3600
    var out = "<details class=day\(isOpen ? " open" : "")><summary>\(title): "
    out += "\(grouped(Double(count))) people, \(grouped(paid, 1)) paid hours</summary>\n"
    let bars = ShiftBars(queues: people.queues, axis: ShiftAxis(shifts))
    out += count > Self.mostRows ? picture(shifts, bars) : rows(shifts, bars)
    return out + "</details>\n"
  }

  private func rows(_ shifts: [WorkedShift], _ bars: ShiftBars) -> String {
    var out = "<div class=scroll><table class=\"gantt people\"><thead><tr><th scope=col>agent"
    out += "<th scope=col>shift<th class=axis aria-hidden=true>\(bars.axis.html)</thead><tbody>\n"
    for shift in shifts {
      out += "<tr data-a=\"\(safeText(shift.agent))\"><th scope=row>"
      out += RosteredPeople.link(shift.agent, people.pages)
      if let name = people.names[shift.agent], !name.isEmpty {
        out += "<small>\(safe(name))</small>"
      }
      out += "<td>\(shift.clock)<td class=bar>\(bars.bar(shift))\n"
    }
    return out + "</table></div>\n"
  }

  /// Everybody below each other, a thin line a person.
  private func picture(_ shifts: [WorkedShift], _ bars: ShiftBars) -> String {
    var out = "<div class=crowd><div class=axis>\(bars.axis.html)</div>"
    out +=
      "<svg viewBox=\"0 0 \(bars.axis.width) \(shifts.count * 3)\" preserveAspectRatio=none role=img"
    out += " style=\"height:\(min(1600, shifts.count * 3))px\">"
    out +=
      "<title>Everybody's shift, earliest first</title><desc>Each line is a shift with its breaks and meals; "
    out += "names and hours stand in the roster.</desc>"
    out += bars.paths(shifts.enumerated().map { ($1, $0 * 3, 2) })
    return out + "</svg></div>\n"
  }
}

/// All days, the first of them open.
struct DayViews {
  let people: RosteredPeople
  let dates: [CivilDate]

  var html: String {
    guard !people.shifts.isEmpty else { return "" }
    let first = dates.first { date in people.shifts.contains { $0.date == date } }
    return ShiftBars.legend(people.shifts, people.queues)
      + dates.map { DayView(people: people, date: $0, isOpen: $0 == first).html }.joined()
  }
}
