internal import CentreModel
package import Rostering

extension NurseInstance {
  /// The instance for the search: a step is one shift type of one day.
  package var problem: SearchProblem {
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

  /// What the search answers, as a roster.
  package func roster(_ cells: [Cell]) -> NurseRoster {
    let problem = problem
    return NurseRoster(
      types: people.indices.map { p in
        (0..<days).map { day in
          let cell = cells[p * days + day]
          return cell.isOff
            ? nil : Int(problem.options[Int(problem.groupOptions[Int(cell.position)])].shape)
        }
      })
  }
}
