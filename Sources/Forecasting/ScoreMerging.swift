extension BacktestScores {
  /// Adds the scores of another queue: sums add up, and measures are those of the sums.
  ///
  /// What was said of the weeks of one queue, chosen methods and the number of special days, is not kept.
  public mutating func add(_ other: BacktestScores) {
    // A queue without special days has regular ones alone.
    let hasSpecial = !specialLines.isEmpty || !other.specialLines.isEmpty
    let regular = [self, other].map { $0.specialLines.isEmpty ? $0.lines : $0.regularLines }
    regularLines = hasSpecial ? Self.added(regular[0], regular[1]) : []
    specialLines = Self.added(specialLines, other.specialLines)
    lines = Self.added(lines, other.lines)
    floor = floor.map { sums in other.floor.map { sums + $0 } ?? sums } ?? other.floor
    specialDays = 0
    chosen = [:]
  }

  /// By the names of the methods; those that the first has come first.
  private static func added(_ lines: [Line], _ others: [Line]) -> [Line] {
    var all = lines
    for other in others {
      if let k = all.firstIndex(where: { $0.name == other.name }) {
        all[k].sums = all[k].sums + other.sums
      } else {
        all.append(other)
      }
    }
    return all
  }
}
