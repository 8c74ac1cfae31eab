internal import Tables

/// What a plan promises and what its simulation gives, in a line: of the queue that comes nearest to missing
/// its goal, and how many goals are kept.
struct ServiceSummary {
  var value: String
  var note: String
  /// `good`, `bad`, `doubt` or nothing.
  var mood: String

  /// `name`: What people call a queue.
  init(_ goals: [GoalRow], name: (String) -> String) {
    let longest = goals.map(\.days).max() ?? 0
    let weeks = goals.filter { $0.days == longest }
    let judged = weeks.filter { $0.outcome != "not-judged" }
    guard !judged.isEmpty else {
      value = "–"
      note = weeks.isEmpty ? "no goal is set" : "no goal is judged by simulation"
      mood = ""
      return
    }
    let missed = judged.count { $0.outcome == "missed" }
    let doubt = judged.count { $0.outcome == "in-doubt" }
    // The queue that comes nearest to its promise, or misses it most.
    let levels = judged.compactMap { goal in
      PromisedLevel(goal.words).map { (queue: goal.queue, found: $0) }
    }
    let nearest = levels.min {
      $0.found.level - $0.found.promised < $1.found.level - $1.found.promised
    }
    note =
      missed > 0
      ? "\(missed) of \(judged.count) goals missed"
      : doubt > 0
        ? "\(doubt) of \(judged.count) goals in doubt"
        : judged.count == 1 ? "kept" : "all \(judged.count) goals kept"
    if let nearest {
      let queue = levels.count > 1 ? "\(name(nearest.queue)): " : ""
      note =
        "\(queue)\(grouped(nearest.found.promised)) % in \(nearest.found.within) s promised; \(note)"
    } else if let worst = judged.first(where: { $0.outcome != "kept" }) ?? judged.first {
      note += "; \(worst.words)"
    }
    value =
      nearest.map { "\(grouped($0.found.level, 1)) %" }
      ?? "\(judged.count - missed) of \(judged.count)"
    mood = missed > 0 ? "bad" : doubt > 0 ? "doubt" : "good"
  }
}

/// A service level beside its promise, in percent, read from the words of a verdict:
/// `service level 86.1 % ± 0.3 in 20 s where 80.0 % is promised`.
struct PromisedLevel {
  var level: Double
  var promised: Double
  /// Seconds, as written.
  var within: String

  init?(_ words: String) {
    func number(after mark: String) -> String? {
      words.firstRange(of: mark).map { range in
        String(words[range.upperBound...].prefix { "0123456789.".contains($0) })
      }
    }
    guard words.hasPrefix("service level "),
      let level = number(after: "service level ").flatMap(Double.init),
      let promised = number(after: " where ").flatMap(Double.init),
      let within = number(after: " in "), !within.isEmpty
    else { return nil }
    self.level = level
    self.promised = promised
    self.within = within
  }
}
