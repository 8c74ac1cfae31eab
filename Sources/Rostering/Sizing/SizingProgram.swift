// Goal: the sizing bound and mix exactly.
// Method: a linear program with implicit breaks (Aykin 1996): shifts by contract, day and start; pauses
// by shift and place, as many of each as there are shifts; agents by contract, who bound the shifts of
// a day and of a week; where days off must stand together, agents by the place of those days.

internal import CentreModel
internal import LinearPrograms

extension SizingModel {
  /// The optimum by HiGHS: the bound in paid hours, and agents by contract.
  func optimum(allowed: Int, _ solver: HiGHS) -> (bound: Double, agents: [Double])? {
    guard let solution = solver.minimum(of: program(allowed: allowed)) else { return nil }
    return (solution.objective, Array(solution.columns.prefix(contracts.count)))
  }

  /// The first columns are the agents of the contracts.
  private func program(allowed: Int) -> LinearProgram {
    var program = LinearProgram()
    let agents = contracts.map { program.addColumn(cost: $0.hours) }
    let covered = required.map { $0 > 0 ? program.addRow(atLeast: Double($0)) : -1 }
    let missing = program.addRow(atMost: Double(allowed))
    for t in required.indices where covered[t] >= 0 {
      let column = program.addColumn(cost: 0)
      program.set(row: covered[t], column: column, 1)
      program.set(row: missing, column: column, 1)
    }
    for (c, contract) in contracts.enumerated() {
      add(contract, agents[c], covered, to: &program)
    }
    return program
  }

  private func add(
    _ contract: Contract, _ agents: Int, _ covered: [Int], to program: inout LinearProgram
  ) {
    let search = contract.compiled.search
    let set = search.ruleSets[search.agents[0].ruleSet]
    func limit(_ rule: WorkRule) -> Int? {
      let i = rule.index
      return set.limits[i] >= 0 && set.weights[i] == SearchProblem.RuleSet.hard
        ? Int(set.limits[i]) : nil
    }
    // Shifts of a day, of a week and of the horizon, at most so many for an agent.
    let ofDay = (0..<search.days).map { _ in program.addRow(atMost: 0) }
    for row in ofDay { program.set(row: row, column: agents, -1) }
    let weeks = (search.weekOfDay.last ?? 0) + 1
    let ofWeek = (0..<weeks).map { _ in program.addRow(atMost: 0) }
    for row in ofWeek {
      program.set(row: row, column: agents, -Double(min(7, limit(.maxShiftsPerWeek) ?? 7)))
    }
    let ofAll = program.addRow(atMost: 0)
    program.set(row: ofAll, column: agents, -Double(limit(.maxShifts) ?? search.days))
    if let together = limit(.daysOffTogether), together > 0 {
      for week in 0..<weeks where search.isWholeWeek[week] {
        let days = (0..<search.days).filter { search.weekOfDay[$0] == week }
        // Every agent has the days off at one place of the week.
        let all = program.addRow(atLeast: 0, atMost: 0)
        program.set(row: all, column: agents, -1)
        for first in 0...max(0, days.count - together) {
          let column = program.addColumn(cost: 0)
          program.set(row: all, column: column, 1)
          for day in days[first..<min(days.count, first + together)] {
            program.set(row: ofDay[day], column: column, 1)
          }
        }
      }
    }
    for day in 0..<search.days where search.freedom[day] != .off {
      for position in search.range(group: search.agents[0].group, day: day) {
        let option = search.options[Int(search.groupOptions[position])]
        let shape = search.shapes[Int(option.shape)]
        let start = Int(option.step)
        guard (start..<start + shape.span).contains(where: { covered[$0] >= 0 }) else { continue }
        let shifts = program.addColumn(cost: 0)
        program.set(row: ofDay[day], column: shifts, 1)
        program.set(row: ofWeek[search.weekOfDay[day]], column: shifts, 1)
        program.set(row: ofAll, column: shifts, 1)
        for t in start..<start + shape.span where covered[t] >= 0 {
          program.set(row: covered[t], column: shifts, 1)
        }
        for pause in shape.pauses {
          let each = program.addRow(atLeast: 0, atMost: 0)
          program.set(row: each, column: shifts, -1)
          for at in pause.earliest...pause.latest {
            let column = program.addColumn(cost: 0)
            program.set(row: each, column: column, 1)
            for t in start + at..<start + at + pause.length where covered[t] >= 0 {
              program.set(row: covered[t], column: column, -1)
            }
          }
        }
      }
    }
  }
}
