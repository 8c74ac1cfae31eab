// For searches with another aim than covering a requirement: the compiled problem, every agent's row of
// cells held against the rules, and the drawing of cells. What a roster is for, such a search counts itself.

package import CentreModel
internal import CivilTime
package import Diagnostics

/// A problem compiled once, with the way between cells and segments.
package struct CompiledRows: Sendable {
  private let compiled: CompiledRoster
  /// Agents in the order of the rows.
  package var agents: [RosterAgent] { compiled.agents }
  package var search: SearchProblem { compiled.search }
  /// Queue numbers each agent can serve.
  package var queuesOfAgent: [[Int]] { compiled.queuesOfAgent }
  /// Seconds of a step.
  package var stepSeconds: Int { compiled.step }
  /// First step of every day and, last, the end of the horizon.
  package var dayStarts: [Int] {
    compiled.calendar.starts.map { ($0 - compiled.calendar.origin) / compiled.step }
  }

  /// - Throws: What ``solve(_:options:monitor:)`` throws before it searches.
  package init(_ problem: RosterProblem) throws(Problem) {
    try refuseImpossible(problem)
    let compiled = try CompiledRoster(problem)
    if let conflict = problem.rowConflict(compiled) ?? problem.setConflict(compiled) {
      throw conflict.problem
    }
    self.compiled = compiled
  }

  package func segments(_ cells: [Cell]) -> [RosterSegment] { compiled.segments(cells) }

  /// The cells of a roster, without queues; shifts that an agent may not have are left out, what is fixed is
  /// as it is fixed.
  package func cells(_ segments: [RosterSegment]) -> [Cell] {
    let days = compiled.calendar.days
    var cells = fixed(Array(repeating: Cell.off, count: agents.count * days))
    let byAgent = Dictionary(grouping: segments, by: \.agent)
    for (a, agent) in agents.enumerated() {
      for shift in chainedShifts(byAgent[agent.id] ?? []) {
        guard let (day, cell) = compiled.cell(of: shift, agent: a),
          isFree(a * days + day)
        else { continue }
        cells[a * days + day] = Cell(position: Int(cell.position), pauses: cell.pauses)
      }
    }
    return cells
  }

  /// The published roster as it can still be kept, without queues; nil where none is published.
  package var published: [Cell]? {
    guard !search.reference.isEmpty else { return nil }
    return fixed(
      search.reference.indices.map { index in
        let cell = search.reference[index]
        return cell.isOff || !isFree(index)
          ? .off : Cell(position: Int(cell.position), pauses: cell.pauses)
      })
  }

  private func isFree(_ index: Int) -> Bool {
    search.freedom[index] == .free || search.freedom[index] == .on
  }

  private func fixed(_ cells: [Cell]) -> [Cell] {
    var cells = cells
    for index in cells.indices where search.freedom[index] == .fixed {
      let cell = search.initial[index]
      cells[index] = cell.isOff ? .off : Cell(position: Int(cell.position), pauses: cell.pauses)
    }
    return cells
  }

  /// Units of hard rules that a roster breaks.
  package func hard(_ cells: [Cell]) -> Int {
    let rows = RuleRows(search, seed: 1)
    for index in cells.indices { rows[index] = cells[index] }
    return agents.indices.reduce(0) {
      $0 + rows.score($1).hard + (rows.hasPairs ? rows.pairScore($1).hard : 0)
    }
  }
}

/// The rows of all agents and what the rules say to them; belongs to one task.
package final class RuleRows {
  private let rows: Search<UInt128>
  package let problem: SearchProblem

  /// `near`: a roster to stay near, a changed shift costing `changeCost` and a changed pause half of it, in
  /// thousandths as all soft rules.
  package init(_ problem: SearchProblem, seed: UInt64, near: [Cell] = [], changeCost: Int = 0) {
    var own = problem
    if !near.isEmpty {
      own.reference = near
      own.changeCost = changeCost
      own.pauseChangeCost = changeCost / 2
    }
    // Coverage is not asked here.
    own.lineCount = 0
    own.slack = []
    own.under = []
    own.over = []
    own.agents = problem.agents.map {
      var agent = $0
      agent.lines = []
      agent.queueCount = 1
      return agent
    }
    self.problem = own
    rows = Search(own, seed: seed)
  }

  @inline(__always)
  package subscript(index: Int) -> Cell {
    get { rows.cells[index] }
    set { rows.cells[index] = newValue }
  }

  package var cells: [Cell] { rows.snapshot() }

  /// What a cell other than in the roster to stay near costs; 0 where there is none.
  @inline(__always)
  package func distance(_ index: Int, _ cell: Cell) -> Int {
    rows.hasReference ? rows.referenceCost(index, cell) : 0
  }

  /// Units of broken hard rules in an agent's row, and the cost of the soft ones.
  package func score(_ agent: Int) -> (hard: Int, soft: Int) {
    let score = rows.rowScore(agent)
    return (score.hard, score.soft)
  }

  /// The same of the pairs that an agent is in.
  package func pairScore(_ agent: Int) -> (hard: Int, soft: Int) {
    var sum = (hard: 0, soft: 0)
    for (number, pair) in problem.pairs.enumerated()
    where pair.first == agent || pair.second == agent {
      let score = rows.pairScore(number)
      sum.hard += score.hard
      sum.soft += score.soft
    }
    return sum
  }

  package var hasPairs: Bool { !problem.pairs.isEmpty }

  package func isFree(_ index: Int) -> Bool {
    rows.freedom[index] == .free || rows.freedom[index] == .on
  }

  package func mayBeOff(_ index: Int) -> Bool { rows.freedom[index] == .free }

  package func below(_ count: Int) -> Int { rows.random.below(count) }

  package func within(_ low: Int, _ high: Int) -> Int { rows.random.within(low, high) }

  /// Exponential with mean 1.
  package func exponential() -> Double { rows.drawExponential() }

  package func option(_ cell: Cell) -> SearchProblem.Option { rows.option(cell.position).pointee }

  /// A random shift that the agent may have on a day; nil when there is none.
  package func drawCell(_ agent: Int, _ day: Int) -> Cell? {
    rows.drawCell(rows.agents[agent], day)
  }

  /// Pauses anywhere in their windows; false when they would collide.
  package func drawPauses(_ cell: inout Cell) -> Bool {
    rows.drawPauses(&cell, rows.shapes[Int(option(cell).shape)])
  }

  /// One pause elsewhere in its window; nil when that does not fit.
  package func movedPause(_ cell: Cell) -> Cell? {
    let shape = rows.shapes[Int(option(cell).shape)]
    guard shape.pauseCount > 0 else { return nil }
    let j = below(Int(shape.pauseCount))
    let pause = rows.pauses[Int(shape.firstPause) &+ j]
    var moved = cell
    moved.setPause(j, within(Int(pause.earliest), Int(pause.latest)))
    return moved != cell && rows.pausesFit(moved, shape) ? moved : nil
  }

  /// The same shift `by` starts later; nil when the agent may not have that.
  package func shifted(_ agent: Int, _ cell: Cell, by: Int) -> Cell? {
    let position = rows.shifted(cell.position, rows.agents[agent], by: by)
    guard position >= 0 else { return nil }
    var moved = cell
    moved.position = Int32(position)
    return moved
  }

  /// The shift of a cell for another agent on a day (of the same kind and time of day); nil when that
  /// agent may not have it.
  package func given(_ cell: Cell, to agent: Int, on day: Int) -> Cell? {
    let wanted = option(cell)
    let group = rows.agents[agent].group
    if Int(wanted.day) == day {
      let number = rows.groupOptions[Int(cell.position)]
      let position = rows.position(of: number, group: group, day: day)
      guard position >= 0 else { return nil }
      var moved = cell
      moved.position = Int32(position)
      return moved
    }
    for position in problem.range(group: Int(group), day: day) {
      let option = problem.options[Int(problem.groupOptions[position])]
      guard option.shape == wanted.shape, option.clock == wanted.clock else { continue }
      var moved = cell
      moved.position = Int32(position)
      return moved
    }
    return nil
  }
}
