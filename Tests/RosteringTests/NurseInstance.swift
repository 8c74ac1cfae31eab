import CentreModel
import Rostering

/// Reads the nurse instance format and judges a solution by itself.
struct NurseInstance {
  struct Shift {
    var id: String
    var minutes: Int
    var forbidden: [String]
  }
  struct Person {
    var id: String
    var most: [Int?]
    var maxMinutes = 0
    var minMinutes = 0
    var maxRun = 0
    var minRun = 0
    var minOff = 0
    var maxWeekends = 0
    var daysOff: [Int] = []
  }
  struct Request {
    var person: Int
    var day: Int
    var shift: Int
    var weight: Int
  }
  struct Cover {
    var day: Int
    var shift: Int
    var need: Int
    var under: Int
    var over: Int
  }

  var days = 0
  var shifts: [Shift] = []
  var people: [Person] = []
  var on: [Request] = []
  var off: [Request] = []
  var cover: [Cover] = []

  init?(text: String) {
    var section = ""
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.split(separator: "\r").first.map(String.init) ?? ""
      if line.isEmpty || line.hasPrefix("#") { continue }
      if line.hasPrefix("SECTION_") {
        section = line
        continue
      }
      let f = line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.split(separator: " ").joined(separator: " ")
      }
      func int(_ i: Int) -> Int { f.count > i ? Int(f[i]) ?? 0 : 0 }
      func person(_ name: String) -> Int { people.firstIndex { $0.id == name } ?? 0 }
      func shift(_ name: String) -> Int { shifts.firstIndex { $0.id == name } ?? 0 }
      switch section {
      case "SECTION_HORIZON": days = int(0)
      case "SECTION_SHIFTS":
        shifts.append(
          Shift(
            id: f[0], minutes: int(1),
            forbidden: f.count > 2 ? f[2].split(separator: "|").map(String.init) : []))
      case "SECTION_STAFF":
        var one = Person(id: f[0], most: Array(repeating: nil, count: shifts.count))
        for part in f[1].split(separator: "|") {
          let pair = part.split(separator: "=")
          if pair.count == 2 { one.most[shift(String(pair[0]))] = Int(pair[1]) }
        }
        (one.maxMinutes, one.minMinutes) = (int(2), int(3))
        (one.maxRun, one.minRun, one.minOff, one.maxWeekends) = (int(4), int(5), int(6), int(7))
        people.append(one)
      case "SECTION_DAYS_OFF": people[person(f[0])].daysOff += f.dropFirst().compactMap { Int($0) }
      case "SECTION_SHIFT_ON_REQUESTS":
        on.append(Request(person: person(f[0]), day: int(1), shift: shift(f[2]), weight: int(3)))
      case "SECTION_SHIFT_OFF_REQUESTS":
        off.append(Request(person: person(f[0]), day: int(1), shift: shift(f[2]), weight: int(3)))
      case "SECTION_COVER":
        cover.append(
          Cover(day: int(0), shift: shift(f[1]), need: int(2), under: int(3), over: int(4)))
      default: return nil
      }
    }
    guard days > 0, !people.isEmpty else { return nil }
  }

  /// The instance for the search: a step is one shift type of one day.
  var problem: SearchProblem {
    let types = shifts.count
    let steps = days * types + 1
    var slack = Array(repeating: Int32(0), count: steps)
    var under = slack
    var over = slack
    for c in cover {
      let t = c.day * types + c.shift
      slack[t] = -Int32(c.need)
      under[t] = Int32(c.under)
      over[t] = Int32(c.over)
    }
    let weekend = (0..<days).map { $0 % 7 >= 5 ? $0 / 7 : -1 }
    let weekends = (weekend.max() ?? 0) + 1
    var problem = SearchProblem(
      days: days, steps: steps, lineCount: 1, slack: slack, under: under, over: over,
      shapes: shifts.map { shift in
        SearchProblem.Shape(
          span: 1, pauses: [], paidSeconds: shift.minutes * 60,
          forbiddenNext: shift.forbidden.reduce(UInt64(0)) { bits, id in
            bits | (shifts.firstIndex { $0.id == id }.map { 1 << UInt64($0) } ?? 0)
          })
      },
      weekOfDay: Array(repeating: 0, count: days), isWholeWeek: [false], weekendOfDay: weekend,
      monthOfWeekend: Array(repeating: 0, count: weekends),
      isWholeWeekend: Array(repeating: true, count: weekends))
    problem.unitSeconds = 240 * 60
    problem.dayOfStep = (0..<steps).map { min(days - 1, $0 / types) }
    for day in 0..<days {
      for type in 0..<types {
        problem.options.append(
          SearchProblem.Option(
            shape: type, day: day, step: day * types + type, start: day * 86_400,
            end: day * 86_400 + 60, clock: 0))
      }
    }
    let width = types + 1
    problem.freedom = Array(repeating: .free, count: people.count * days)
    problem.cellCost = Array(repeating: 0, count: people.count * days * width)
    problem.initial = Array(repeating: .off, count: people.count * days)
    for (p, one) in people.enumerated() {
      let allowed = (0..<types).filter { one.most[$0] != 0 }
      let group = problem.addGroup((0..<days).map { day in allowed.map { day * types + $0 } })
      var set = SearchProblem.RuleSet()
      func limit(_ rule: WorkRule, _ value: Int) { set.limits[rule.index] = Int32(value) }
      limit(.maxHours, one.maxMinutes * 60)
      limit(.minHours, one.minMinutes * 60)
      limit(.maxDaysInRow, one.maxRun)
      limit(.minDaysInRow, one.minRun)
      limit(.minDaysOffInRow, one.minOff)
      limit(.maxWeekends, one.maxWeekends)
      set.shapeLimits = one.most.map { Int32($0 ?? -1) }
      problem.ruleSets.append(set)
      problem.agents.append(
        SearchProblem.Agent(group: group, ruleSet: p, lines: [.init(line: 0, kind: .queue)]))
      for day in one.daysOff where day < days { problem.freedom[p * days + day] = .off }
    }
    for request in on {
      let base = (request.person * days + request.day) * width
      for value in 0..<width where value != request.shift + 1 {
        problem.cellCost[base + value] += Int32(request.weight)
      }
    }
    for request in off {
      let base = (request.person * days + request.day) * width
      problem.cellCost[base + request.shift + 1] += Int32(request.weight)
    }
    return problem
  }

  /// Shift type of each person and day, -1 off.
  func types(_ cells: [Cell]) -> [[Int]] {
    let problem = problem
    return people.indices.map { p in
      (0..<days).map { day in
        let cell = cells[p * days + day]
        return cell.isOff
          ? -1 : Int(problem.options[Int(problem.groupOptions[Int(cell.position)])].shape)
      }
    }
  }

  /// Cost by the rules of the format, counted independently of the search.
  func cost(_ cells: [Cell]) -> Int {
    let x = types(cells)
    var total = 0
    for r in on where x[r.person][r.day] != r.shift { total += r.weight }
    for r in off where x[r.person][r.day] == r.shift { total += r.weight }
    for c in cover {
      let there = x.count { $0[c.day] == c.shift }
      total += max(0, c.need - there) * c.under + max(0, there - c.need) * c.over
    }
    return total
  }

  /// Hard rules broken, counted independently of the search.
  func violations(_ cells: [Cell]) -> [String] {
    var found: [String] = []
    for (p, row) in types(cells).enumerated() {
      let one = people[p]
      for day in one.daysOff where day < days && row[day] >= 0 { found.append("\(one.id) day off") }
      for (a, b) in zip(row, row.dropFirst()) where a >= 0 && b >= 0 {
        if shifts[a].forbidden.contains(shifts[b].id) { found.append("\(one.id) succession") }
      }
      for type in shifts.indices {
        if let most = one.most[type], row.count(where: { $0 == type }) > most {
          found.append("\(one.id) too many \(shifts[type].id)")
        }
      }
      let minutes = row.reduce(0) { $0 + ($1 >= 0 ? shifts[$1].minutes : 0) }
      if minutes > one.maxMinutes || minutes < one.minMinutes { found.append("\(one.id) minutes") }
      let weekends = (0..<(days + 6) / 7).count { week in
        [week * 7 + 5, week * 7 + 6].contains { $0 < days && row[$0] >= 0 }
      }
      if weekends > one.maxWeekends { found.append("\(one.id) weekends") }
      var day = 0
      while day < days {
        var end = day
        while end < days, (row[end] >= 0) == (row[day] >= 0) { end += 1 }
        let isInner = day > 0 && end < days
        if row[day] >= 0 {
          if end - day > one.maxRun { found.append("\(one.id) long run") }
          if isInner, end - day < one.minRun { found.append("\(one.id) short run") }
        } else if isInner, end - day < one.minOff {
          found.append("\(one.id) short rest")
        }
        day = end
      }
    }
    return found
  }
}
