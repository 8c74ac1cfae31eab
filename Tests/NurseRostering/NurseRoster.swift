/// A roster of an instance: the shift type of each person and day, nil for a day off.
///
/// Judged here from the instance's own words, plainly and slowly; nothing is shared with the search.
package struct NurseRoster: Sendable, Hashable {
  package var types: [[Int?]]

  package init(types: [[Int?]]) { self.types = types }

  /// The objective of the format.
  package func cost(_ instance: NurseInstance) -> Int {
    var total = 0
    for r in instance.on where types[r.person][r.day] != r.shift { total += r.weight }
    for r in instance.off where types[r.person][r.day] == r.shift { total += r.weight }
    for c in instance.cover {
      let there = types.count { $0[c.day] == c.shift }
      total += max(0, c.need - there) * c.under + max(0, there - c.need) * c.over
    }
    return total
  }

  /// The hard rules that are broken, in words.
  package func violations(_ instance: NurseInstance) -> [String] {
    zip(instance.people, types).flatMap { person, row in
      violations(of: row, person, instance).map { "\(person.id): \($0)" }
    }
  }

  private func violations(
    of row: [Int?], _ person: NurseInstance.Person, _ instance: NurseInstance
  ) -> [String] {
    var found: [String] = []
    for day in person.daysOff where row[day] != nil { found.append("works on day off \(day)") }
    for (day, pair) in zip(row, row.dropFirst()).enumerated() {
      guard let a = pair.0, let b = pair.1 else { continue }
      if instance.shifts[a].forbidden.contains(instance.shifts[b].id) {
        found.append("\(instance.shifts[b].id) after \(instance.shifts[a].id) on day \(day + 1)")
      }
    }
    for (type, shift) in instance.shifts.enumerated() {
      let count = row.count { $0 == type }
      if let most = person.most[type], count > most {
        found.append("\(count) shifts \(shift.id), most \(most)")
      }
    }
    let minutes = row.reduce(0) { $0 + ($1.map { instance.shifts[$0].minutes } ?? 0) }
    if minutes > person.maxMinutes { found.append("\(minutes) minutes, most \(person.maxMinutes)") }
    if minutes < person.minMinutes {
      found.append("\(minutes) minutes, least \(person.minMinutes)")
    }
    let weekends = stride(from: 5, to: row.count, by: 7).count { saturday in
      row[saturday] != nil || saturday + 1 < row.count && row[saturday + 1] != nil
    }
    if weekends > person.maxWeekends {
      found.append("\(weekends) weekends, most \(person.maxWeekends)")
    }
    return found + brokenRuns(of: row, person)
  }

  private func brokenRuns(of row: [Int?], _ person: NurseInstance.Person) -> [String] {
    var found: [String] = []
    var day = 0
    while day < row.count {
      var end = day
      while end < row.count, (row[end] == nil) == (row[day] == nil) { end += 1 }
      let length = end - day
      // A run that touches an end of the horizon may go on outside it.
      let isInner = day > 0 && end < row.count
      if row[day] != nil {
        if length > person.maxRun { found.append("\(length) days in a row from day \(day)") }
        if isInner, length < person.minRun { found.append("only \(length) days from day \(day)") }
      } else if isInner, length < person.minOff {
        found.append("only \(length) days off from day \(day)")
      }
      day = end
    }
    return found
  }

  /// One line a person in the order of the instance, one tab-separated field a day, empty on days off.
  package func table(_ instance: NurseInstance) -> String {
    types.map { row in
      row.map { $0.map { instance.shifts[$0].id } ?? "" }.joined(separator: "\t") + "\n"
    }.joined()
  }

  /// The XML form of the benchmark site: assignments by employee, the objective as penalty.
  package func xml(_ instance: NurseInstance, name: String) -> String {
    var text = "<?xml version=\"1.0\"?>\n<Roster>\n"
    text += "  <SchedulingPeriodFile>\(name)</SchedulingPeriodFile>\n"
    text += "  <Penalty>\(cost(instance))</Penalty>\n"
    for (person, row) in zip(instance.people, types) {
      text += "  <Employee ID=\"\(person.id)\">\n"
      for (day, type) in row.enumerated() {
        guard let type else { continue }
        text += "    <Assign><Day>\(day)</Day><Shift>\(instance.shifts[type].id)</Shift></Assign>\n"
      }
      text += "  </Employee>\n"
    }
    return text + "</Roster>\n"
  }
}
