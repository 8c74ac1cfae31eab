internal import CMusterPlugin

/// Judges rows that came back from a plugin; each answers with what is wrong, or nil.
enum RowChecks {
  /// Checks changed or filled forecast rows against those that were lent, and scales prediction
  /// intervals that the plugin left alone.
  static func complete(
    _ answer: inout [muster_interval], from lent: [muster_interval]
  ) -> String? {
    guard answer.count == lent.count else {
      return "there are \(answer.count) rows instead of \(lent.count)"
    }
    return answer.withUnsafeMutableBufferPointer { answer in
      lent.withUnsafeBufferPointer { lent in complete(answer, from: lent) }
    }
  }

  private static func complete(
    _ answer: UnsafeMutableBufferPointer<muster_interval>,
    from lent: UnsafeBufferPointer<muster_interval>
  ) -> String? {
    for i in answer.indices {
      let before = lent[i]
      if answer[i].start_unix != before.start_unix || answer[i].length_s != before.length_s
        || answer[i].utc_offset_s != before.utc_offset_s || answer[i].flags != before.flags
        || answer[i].reserved != before.reserved
      {
        return "row \(i): the start, length, offset or flags were changed"
      }
      let volume = answer[i].volume
      guard isAmount(volume), answer[i].aht_s >= 0, answer[i].aht_s <= longestHandling else {
        return "row \(i): volume \(volume) is not a number from 0 to 1e9, or handling time "
          + "\(answer[i].aht_s) not one from 0 to \(Int(longestHandling)) s"
      }
      // What arrives while nobody works may change; where nothing does, nothing may be added.
      if before.flags & MUSTER_CLOSED != 0, before.volume == 0, volume != 0 {
        return "row \(i): the queue is closed, yet the volume is \(volume)"
      }
      if volume != before.volume, hasBands(of: before, answer[i]) { scaleBands(&answer[i], before) }
      guard isAmount(answer[i].low80), isAmount(answer[i].high80), isAmount(answer[i].low95),
        isAmount(answer[i].high95), isOrdered(answer[i])
      else { return "row \(i): the prediction interval does not hold the volume \(volume)" }
    }
    return nil
  }

  /// No contact takes longer than a day: what a forecast's file may say.
  static let longestHandling = 86_400.0

  /// Contacts of an interval, as a forecast's file may have them.
  private static func isAmount(_ x: Double) -> Bool { x >= 0 && x <= 1e9 }

  private static func hasBands(of a: muster_interval, _ b: muster_interval) -> Bool {
    a.low80 == b.low80 && a.high80 == b.high80 && a.low95 == b.low95 && a.high95 == b.high95
  }

  private static func isOrdered(_ row: muster_interval) -> Bool {
    let slack = 1e-9 * (1 + row.volume)
    return row.low80 <= row.volume + slack && row.volume <= row.high80 + slack
      && row.low95 <= row.volume + slack && row.volume <= row.high95 + slack
  }

  /// In proportion to the volume; from 0, those of a Poisson count.
  private static func scaleBands(_ row: inout muster_interval, _ before: muster_interval) {
    if before.volume > 0 {
      let factor = row.volume / before.volume
      row.low80 *= factor
      row.high80 *= factor
      row.low95 *= factor
      row.high95 *= factor
    } else {
      let deviation = row.volume.squareRoot()
      row.low80 = max(0, row.volume - 1.2816 * deviation)
      row.high80 = row.volume + 1.2816 * deviation
      row.low95 = max(0, row.volume - 1.96 * deviation)
      row.high95 = row.volume + 1.96 * deviation
    }
  }

  static func fault(of answer: [muster_work], for rows: [muster_interval]) -> String? {
    guard answer.count == rows.count else {
      return "there are \(answer.count) rows instead of \(rows.count)"
    }
    for (i, work) in answer.enumerated() {
      if work.start_unix != rows[i].start_unix { return "row \(i): the start was changed" }
      if !(0...AnswerChecks.mostAmount).contains(work.work_s) {
        return "row \(i): work \(work.work_s) is not a number from 0 to 1e12"
      }
      if !AnswerChecks.isInstant(work.due_unix) {
        return "row \(i): it is due at no time that a calendar has"
      }
      if work.due_unix != 0, work.due_unix < work.start_unix {
        return "row \(i): it is due before it arises"
      }
    }
    return nil
  }

  /// What no centre can schedule once those are added who are away, `shrinkage` of all.
  static func fault(of answer: [muster_requirement], shrinkage: Double) -> String? {
    for (i, need) in answer.enumerated()
    where Double(need.agents) > 1e6 * (1 - min(max(shrinkage, 0), 1)) {
      return "row \(i): \(need.agents) agents are more than 1000000 after shrinkage"
    }
    return nil
  }

  static func fault(of answer: [muster_requirement], for rows: [muster_interval]) -> String? {
    guard answer.count == rows.count else {
      return "there are \(answer.count) rows instead of \(rows.count)"
    }
    func isShare(_ x: Double) -> Bool { x.isNaN || (0...1).contains(x) }
    for (i, need) in answer.enumerated() {
      if need.start_unix != rows[i].start_unix { return "row \(i): the start was changed" }
      if !(-1...1_000_000).contains(need.agents) {
        return "row \(i): \(need.agents) agents is no number of agents"
      }
      if need.flags & ~(MUSTER_CLOSED | MUSTER_MOVABLE | MUSTER_AT_WORK) != 0 {
        return "row \(i): it has flags that nobody knows"
      }
      if need.flags & MUSTER_CLOSED != 0, need.agents > 0 {
        return "row \(i): it is closed, yet \(need.agents) agents are asked for"
      }
      if !isShare(need.service_level) || !isShare(need.abandonment) || !isShare(need.occupancy) {
        return "row \(i): a share is not between 0 and 1"
      }
      if need.asa_s < 0 { return "row \(i): a wait is negative" }
      if need.asa_s > 1e9 { return "row \(i): a wait is \(need.asa_s) s, not at most 1e9" }
      let hasEnd = withUnsafeBytes(of: need.bound_by) { $0.contains(0) }
      if !hasEnd { return "row \(i): bound_by has no end" }
    }
    return nil
  }
}
