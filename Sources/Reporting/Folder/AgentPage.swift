internal import CentreModel
internal import CivilTime
internal import Planning
internal import Tables

/// An agent's own page: the weeks that are published for them and nothing of anybody else.
struct AgentPage {
  let content: FolderContent
  let person: PlanPerson
  /// From the page; nil where there is none.
  let calendar: String?

  /// A week as it concerns the agent.
  private struct Week {
    var week: FolderWeek
    var dates: [CivilDate]
    var shifts: [WorkedShift]
    var changes: [DayChange]
    var leave: Set<CivilDate>

    var id: String { "w\(week.start)" }
    var words: String { "Week of \(dates[0].weekday.shortName) \(dates[0])" }
  }

  private var name: String { person.name.isEmpty ? person.id : person.name }

  /// Newest first.
  private var weeks: [Week] {
    content.weeks.compactMap { week in
      let dates = (week.planned[person.id] ?? []).sorted()
      guard !dates.isEmpty else { return nil }
      return Week(
        week: week, dates: dates, shifts: week.shifts[person.id] ?? [],
        changes: week.changes[person.id] ?? [],
        leave: Set(week.person(person.id)?.leave ?? []))
    }
  }

  var html: String {
    let weeks = weeks
    var facts = [content.centre, person.site, person.team, person.contract]
    facts = facts.filter { !$0.isEmpty }
    var body = "<header><h1>\(safe(name))</h1>\n<p class=sub><b>\(safe(person.id))</b>"
    body += facts.map { ", \(safe($0))" }.joined()
    if !person.timezone.isEmpty { body += "; times in <b>\(safe(person.timezone))</b>" }
    body += "</p>\n"
    if let calendar {
      body += "<p><a class=take href=\"\(calendar)\">Calendar file</a> <span class=sub>"
      body +=
        "for a telephone or a mail program; subscribed to, it follows every change</span></p>\n"
    }
    body += "</header>\n<main>\n\(lost)"
    if weeks.count > 1 {
      body += "<nav aria-label=\"Weeks\">"
      body += weeks.map { "<a href=\"#\($0.id)\">\($0.words)</a>" }.joined(separator: " ")
      body += "</nav>\n"
    }
    if weeks.isEmpty { body += "<p>Nothing is published.</p>\n" }
    body += weeks.map { section($0.id, $0.words, html($0)) }.joined()
    let plans = weeks.flatMap(\.week.plans).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    body += "</main>\n<footer class=sub>As published in "
    body += plans.map(safe).joined(separator: ", ") + "; made by Muster.</footer>\n"
    return HTMLPage.page(title: "\(name), \(content.centre)", body: body, hasScript: false)
  }

  /// Days whose plan cannot be read: that is no day off.
  private var lost: String {
    let own = content.damages.filter { !$0.dates.isEmpty }
    guard !own.isEmpty else { return "" }
    let items = own.map { damage in
      "<li><span class=\"tag missed\">not known</span> The shifts from \(damage.dates[0]) to "
        + "\(damage.dates[damage.dates.count - 1]) cannot be read. Ask your planner.\n"
    }
    return "<ul class=goals>\n\(items.joined())</ul>\n"
  }

  private func html(_ week: Week) -> String {
    let axis = ShiftAxis(week.shifts)
    let queues = week.week.queues.map { (id: $0, name: $0) }
    let bars = ShiftBars(queues: queues, axis: axis)
    var out = "<p class=sub>\(summary(week))</p>\n"
    guard !week.shifts.isEmpty || !week.leave.isEmpty || !week.changes.isEmpty else { return out }
    if !week.shifts.isEmpty { out += ShiftBars.legend(week.shifts, queues) }
    out += "<ol class=days>\n"
    if !week.shifts.isEmpty {
      out += "<li class=hours aria-hidden=true><b></b><div class=axis>\(axis.html)</div>\n"
    }
    out += week.dates.map { day($0, week, bars) }.joined()
    return out + "</ol>\n"
  }

  /// Hours, the weekend and what is new, in a line.
  private func summary(_ week: Week) -> String {
    let paid = week.shifts.reduce(0) { $0 + $1.paidSeconds }
    var parts = [
      "<b>\(Self.hours(paid)) paid hours</b> in \(week.shifts.count) shift"
        + (week.shifts.count == 1 ? "" : "s")
    ]
    let leave = week.dates.filter { week.leave.contains($0) }.count
    if leave > 0 { parts.append("\(leave) day\(leave == 1 ? "" : "s") of leave") }
    let weekend = week.dates.filter { [.saturday, .sunday].contains($0.weekday) }
    let worked = weekend.filter { date in week.shifts.contains { $0.date == date } }
    if !weekend.isEmpty {
      parts.append(
        worked.isEmpty
          ? "the weekend off"
          : "works on \(worked.map { "\($0.weekday.shortName) \($0.day)" }.joined(separator: " and "))"
      )
    }
    if !week.changes.isEmpty {
      let days = week.changes.count
      parts.append("<b>\(days) day\(days == 1 ? " is" : "s are") other than published before</b>")
    }
    return parts.joined(separator: "; ") + "."
  }

  private func day(_ date: CivilDate, _ week: Week, _ bars: ShiftBars) -> String {
    let own = week.shifts.filter { $0.date == date }
    let changes = week.changes.filter { clock(of: $0, week).date(at: $0.start) == date }
    let isLeave = own.isEmpty && week.leave.contains(date)
    var classes: [String] = []
    if [.saturday, .sunday].contains(date.weekday) { classes.append("we") }
    if own.isEmpty { classes.append(isLeave ? "lv" : "off") }
    var out = "<li\(classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\"")>"
    out += "<b>\(date.weekday.shortName) \(date.day)</b><div>"
    if own.isEmpty { out += isLeave ? "leave" : "off" }
    for shift in own {
      out += "<p><strong>\(shift.clock)</strong> <span>\(Self.hours(shift.paidSeconds)) paid h"
      out += "\(place(shift))</span>\(tags(changes, week))</p>\n"
      out += "\(bars.bar(shift))\n<p class=sub>\(parts(shift))</p>"
    }
    if own.isEmpty { out += tags(changes, week) }
    return out + "</div>\n"
  }

  /// Where a shift is worked, when that is another place or clock than the page says.
  private func place(_ shift: WorkedShift) -> String {
    let site = shift.rows.first?.site ?? ""
    var parts: [String] = []
    if site != person.site, !site.isEmpty { parts.append(safe(site)) }
    if shift.zone.name != person.timezone { parts.append(safe(shift.zone.name)) }
    return parts.map { ", \($0)" }.joined()
  }

  /// Activity by activity.
  private func parts(_ shift: WorkedShift) -> String {
    shift.rows.map { row in
      let activity = row.segment.activity
      let queue = row.segment.queue
      let words = activity == .work ? queue.isEmpty ? "work" : queue : activity.rawValue
      return "<span>\(shift.zone.clocks(row.segment.start, row.segment.end)) \(safe(words))</span>"
    }.joined(separator: " ")
  }

  private func clock(of change: DayChange, _ week: Week) -> Zone {
    week.shifts.first { $0.start == change.after?.lowerBound }?.zone ?? week.shifts.first?.zone
      ?? content.clock(person.timezone)
  }

  private func tags(_ changes: [DayChange], _ week: Week) -> String {
    changes.map { change in
      let was = change.before.map { clock(of: change, week).clocks($0.lowerBound, $0.upperBound) }
      let words =
        switch change.kind {
        case "added": "new"
        case "removed": "taken away: was \(was ?? "a shift")"
        case "moved": "moved: was \(was ?? "another time")"
        default: "other breaks"
        }
      return " <span class=\"tag in-doubt\">\(safe(words))</span>"
    }.joined()
  }

  private static func hours(_ seconds: Int) -> String {
    shortest((Double(seconds) / 36).rounded() / 100)
  }
}
