internal import CentreModel
internal import CivilTime

/// Between cells of the search and segments of a roster.
extension CompiledRoster {
  /// The segments of all working cells, by agent and time, but for what the roster before works.
  func segments(_ cells: [Cell]) -> [RosterSegment] {
    var all: [RosterSegment] = []
    for (index, cell) in cells.enumerated() where !cell.isOff && given[index] == nil {
      all += segments(of: cell, agent: index / calendar.days)
    }
    return all
  }

  private func segments(of cell: Cell, agent: Int) -> [RosterSegment] {
    let option = search.options[Int(search.groupOptions[Int(cell.position)])]
    let kind = kinds[Int(option.shape)]
    let shape = search.shapes[Int(option.shape)]
    let start = calendar.origin + Int(option.start)
    let served = queuesOfAgent[agent]
    var result: [RosterSegment] = []
    var from = 0
    func emit(_ activity: Activity, _ to: Int, queue: String = "") {
      guard to > from else { return }
      result.append(
        RosterSegment(
          agent: agents[agent].id, activity: activity, start: start + from * step,
          end: start + to * step, queue: queue))
      from = to
    }
    for (j, pause) in shape.pauses.enumerated() {
      emit(.work, cell.pause(j), queue: queueName(cell, j, served))
      emit(kind.pauses[j].activity, cell.pause(j) + pause.length)
    }
    emit(.work, shape.span, queue: queueName(cell, shape.pauses.count, served))
    return result
  }

  private func queueName(_ cell: Cell, _ stretch: Int, _ served: [Int]) -> String {
    switch served.count {
    case 0: ""
    case 1: queues[served[0]]
    default: queues[served[min(cell.queue(stretch), served.count - 1)]]
    }
  }

  /// The day and cell of a shift given as segments; nil when the agent may not have such a shift.
  func cell(of shift: [RosterSegment], agent: Int) -> (day: Int, cell: Cell)? {
    guard let start = shift.first?.start, let end = shift.last?.end,
      let day = calendar.day(of: calendar.zone.date(at: start))
    else { return nil }
    let offset = Int32(clamping: start - calendar.origin)
    let pauses = shift.filter { $0.activity != .work }
    for position in search.range(group: search.agents[agent].group, day: day) {
      let option = search.options[Int(search.groupOptions[position])]
      let kind = kinds[Int(option.shape)]
      guard option.start == offset, kind.lengthSeconds == end - start,
        kind.pauses.map(\.activity) == pauses.map(\.activity)
      else { continue }
      var cell = Cell(position: position)
      var fits = true
      for (j, pause) in pauses.enumerated() {
        let at = pause.start - start
        let rule = kind.pauses[j]
        fits =
          fits && at % step == 0 && at >= rule.earliestSeconds && at <= rule.latestSeconds
          && pause.end - pause.start == rule.lengthSeconds
        cell.setPause(j, min(255, max(0, at / step)))
      }
      guard fits else { continue }
      let served = queuesOfAgent[agent]
      if served.count > 1 {
        var stretch = 0
        for segment in shift {
          if segment.activity != .work {
            stretch += 1
          } else if let q = served.firstIndex(where: { queues[$0] == segment.queue }) {
            cell.setQueue(stretch, q)
          }
        }
      }
      return (day, cell)
    }
    return nil
  }
}
