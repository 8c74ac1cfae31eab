// What the search tries: shifts come and go, begin earlier or later, go to another day or another person;
// pauses go to another place. A draw that makes no sense answers no change.

internal import Rostering

extension ServiceSearch {
  /// A random move; empty when the draw makes no sense.
  func draw() -> [CellChange] {
    let u = rows.below(100)
    switch u {
    case ..<12: return remove()
    case ..<24: return addShift()
    case ..<48: return movePause()
    case ..<70: return moveStart()
    case ..<74: return moveKind()
    case ..<87: return moveDay()
    default: return moveAgent()
    }
  }

  /// A random move that changes one day only.
  func drawWithinDay() -> [CellChange] {
    let u = rows.below(100)
    switch u {
    case ..<8: return remove()
    case ..<16: return addShift()
    case ..<48: return movePause()
    case ..<74: return moveStart()
    case ..<80: return moveKind()
    default: return moveAgent(sameDay: true)
    }
  }

  private func anyIndex() -> Int { rows.below(agents * days) }

  private func workingIndex() -> Int? {
    for _ in 0..<6 {
      let index = anyIndex()
      if !rows[index].isOff, rows.isFree(index) { return index }
    }
    return nil
  }

  private func remove() -> [CellChange] {
    guard let index = workingIndex(), rows.mayBeOff(index) else { return [] }
    return [CellChange(index: index, cell: .off)]
  }

  private func addShift() -> [CellChange] {
    for _ in 0..<6 {
      let index = anyIndex()
      guard rows[index].isOff, rows.isFree(index) else { continue }
      guard let cell = rows.drawCell(index / days, index % days) else { return [] }
      return [CellChange(index: index, cell: cell)]
    }
    return []
  }

  private func movePause() -> [CellChange] {
    guard let index = workingIndex(), let cell = rows.movedPause(rows[index]) else { return [] }
    return [CellChange(index: index, cell: cell)]
  }

  private func moveStart() -> [CellChange] {
    guard let index = workingIndex() else { return [] }
    let by = rows.within(1, 6) * (rows.below(2) == 0 ? 1 : -1)
    guard var cell = rows.shifted(index / days, rows[index], by: by) else { return [] }
    if rows.below(3) == 0, !rows.drawPauses(&cell) { return [] }
    return [CellChange(index: index, cell: cell)]
  }

  private func moveKind() -> [CellChange] {
    guard let index = workingIndex(), let cell = rows.drawCell(index / days, index % days) else {
      return []
    }
    return [CellChange(index: index, cell: cell)]
  }

  private func moveDay() -> [CellChange] {
    guard let index = workingIndex(), rows.mayBeOff(index) else { return [] }
    let agent = index / days
    let day = rows.below(days)
    let other = agent * days + day
    guard rows[other].isOff, rows.isFree(other) else { return [] }
    let same = rows.below(2) == 0 ? rows.given(rows[index], to: agent, on: day) : nil
    guard let cell = same ?? rows.drawCell(agent, day) else { return [] }
    return [CellChange(index: index, cell: .off), CellChange(index: other, cell: cell)]
  }

  /// A shift to another person: whole, or two exchanged on one day, or to another day.
  private func moveAgent(sameDay: Bool = false) -> [CellChange] {
    guard let index = workingIndex() else { return [] }
    let agent = index / days
    let day = index % days
    let other = rows.below(agents)
    guard other != agent else { return [] }
    let otherDay = sameDay || rows.below(2) == 0 ? day : rows.below(days)
    let target = other * days + otherDay
    guard rows.isFree(target) else { return [] }
    if rows[target].isOff {
      guard rows.mayBeOff(index) else { return [] }
      let same = rows.below(2) == 0 ? rows.given(rows[index], to: other, on: otherDay) : nil
      guard let cell = same ?? rows.drawCell(other, otherDay) else { return [] }
      return [CellChange(index: index, cell: .off), CellChange(index: target, cell: cell)]
    }
    guard otherDay == day, let mine = rows.given(rows[target], to: agent, on: day),
      let its = rows.given(rows[index], to: other, on: day)
    else { return [] }
    return [CellChange(index: index, cell: mine), CellChange(index: target, cell: its)]
  }
}
