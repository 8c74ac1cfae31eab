internal import Simulation

/// One run of a ``CaseFloor``: who has what in hand, and what waits.
struct CaseFloorRun {
  struct Case {
    var kind: Int
    var release: Double
    var row: Int
    var due: Int
    var isBacklog: Bool
    /// Who made it or a part of it in this pass.
    var makers: [Int] = []
    /// What is left of the work that somebody began and laid back; nil: all of it.
    var left: Double?
    var done: Double?
  }

  /// What somebody has in hand, and what will be left of it when he goes home.
  private struct Hand {
    var position: Int
    var isCheck: Bool
    var left = 0.0
  }

  /// Somebody's next moment; of two for one person the later version counts.
  private struct Turn {
    var time: Double
    var person: Int
    var version: Int
  }

  private let floor: CaseFloor
  private var cases: [Case]
  /// Positions of cases by kind, last the one to be taken first.
  private var made: [[Int]]
  private var checked: [[Int]]
  /// Descending by time.
  private var turns: [Turn] = []
  private var versions: [Int]
  private var hands: [Hand?]
  /// Who is there without anything to do.
  private var idle: Set<Int> = []
  /// The stretch that each person is in or comes to next.
  private var stretch: [Int]
  private var busy: [Double]

  init(_ floor: CaseFloor, cases: [Case]) {
    self.floor = floor
    self.cases = cases
    made = floor.kinds.map { _ in [] }
    checked = made
    versions = floor.people.map { _ in 0 }
    hands = floor.people.map { _ in nil }
    stretch = versions
    busy = [Double](repeating: 0, count: floor.intervals)
  }

  mutating func work(_ stream: inout RandomStream?) {
    let end = Double(floor.intervals) * floor.intervalSeconds
    for (person, one) in floor.people.enumerated() {
      if let first = one.stretches.first { schedule(person, at: max(0, first.lowerBound)) }
    }
    var next = 0
    while true {
      while let turn = turns.last, turn.version != versions[turn.person] { turns.removeLast() }
      let arrival = next < cases.count ? cases[next].release : .infinity
      let turn = turns.last?.time ?? .infinity
      guard min(arrival, turn) < end else { return }
      if arrival <= turn {
        offer(next, isCheck: false, at: arrival)
        next += 1
      } else if let person = turns.popLast()?.person {
        finish(person, at: turn, &stream)
        take(person, at: turn, &stream)
      }
    }
  }

  // MARK: - People

  private mutating func schedule(_ person: Int, at time: Double) {
    versions[person] += 1
    var (low, high) = (0, turns.count)
    while low < high {
      let middle = (low + high) / 2
      if (turns[middle].time, turns[middle].person) > (time, person) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    turns.insert(Turn(time: time, person: person, version: versions[person]), at: low)
  }

  private mutating func finish(_ person: Int, at time: Double, _ stream: inout RandomStream?) {
    guard let hand = hands[person] else { return }
    let (position, isCheck) = (hand.position, hand.isCheck)
    hands[person] = nil
    if !isCheck, !cases[position].makers.contains(person) { cases[position].makers.append(person) }
    guard hand.left == 0 else {
      cases[position].left = hand.left
      return offer(position, isCheck: isCheck, at: time)
    }
    cases[position].left = nil
    let kind = floor.kinds[cases[position].kind]
    if !isCheck, kind.checkSeconds != nil {
      offer(position, isCheck: true, at: time)
    } else if stream != nil, kind.rework > 0, let chance = stream?.uniform(), chance < kind.rework {
      cases[position].makers = []
      offer(position, isCheck: false, at: time)
    } else {
      cases[position].done = time
    }
  }

  /// Gives a free person what is due first of all he may do, or has him wait.
  private mutating func take(_ person: Int, at time: Double, _ stream: inout RandomStream?) {
    let stretches = floor.people[person].stretches
    while stretch[person] < stretches.count, stretches[stretch[person]].upperBound <= time {
      stretch[person] += 1
    }
    idle.remove(person)
    guard stretch[person] < stretches.count else { return }
    guard stretches[stretch[person]].lowerBound <= time else {
      return schedule(person, at: stretches[stretch[person]].lowerBound)
    }
    guard let (position, isCheck) = removeFirst(for: person) else {
      idle.insert(person)
      // He may sleep through what comes now; at the next stretch he looks again.
      if stretch[person] + 1 < stretches.count {
        schedule(person, at: stretches[stretch[person] + 1].lowerBound)
      }
      return
    }
    let kind = floor.kinds[cases[position].kind]
    let mean = isCheck ? kind.checkSeconds ?? 0 : kind.seconds
    let passes = stream == nil ? 1 / (1 - kind.rework) : 1
    let work = cases[position].left ?? mean * passes * (stream?.exponential() ?? 1)
    let (end, left) = worked(person, from: time, work)
    hands[person] = Hand(position: position, isCheck: isCheck, left: left)
    schedule(person, at: end)
  }

  /// When so much work is done that begins now, or its person goes home, and what is left then; it counts as
  /// busy where it is done.
  private mutating func worked(
    _ person: Int, from time: Double, _ work: Double
  ) -> (end: Double, left: Double) {
    let (stretches, pace) = (floor.people[person].stretches, floor.people[person].pace)
    var (left, at, k) = (work / pace, time, stretch[person])
    while true {
      at = max(at, stretches[k].lowerBound)
      let part = min(left, stretches[k].upperBound - at)
      spend(at, at + part, pace)
      left -= part
      if left <= 1e-9 { return (at + part, 0) }
      at = stretches[k].upperBound
      k += 1
      guard k < stretches.count, stretches[k].lowerBound - at < CaseFloor.pauseSeconds else {
        return (at, left * pace)
      }
    }
  }

  private mutating func spend(_ from: Double, _ to: Double, _ pace: Double) {
    var at = from
    while at < to {
      let row = Int(at / floor.intervalSeconds)
      guard row < busy.count else { return }
      let end = min(to, Double(row + 1) * floor.intervalSeconds)
      guard end > at else { return }
      busy[row] += (end - at) * pace
      at = end
    }
  }

  // MARK: - Cases

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    (cases[a].due, cases[a].release, a) < (cases[b].due, cases[b].release, b)
  }

  /// Lays a case to those that wait, and has the first idle person look who may take it.
  private mutating func offer(_ position: Int, isCheck: Bool, at time: Double) {
    let kind = cases[position].kind
    var queue = isCheck ? checked[kind] : made[kind]
    var (low, high) = (0, queue.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(position, queue[middle]) { low = middle + 1 } else { high = middle }
    }
    queue.insert(position, at: low)
    if isCheck { checked[kind] = queue } else { made[kind] = queue }
    let able = idle.filter { person in
      let one = floor.people[person]
      let may =
        isCheck
        ? one.checks[kind] && !cases[position].makers.contains(person) : one.makes[kind]
      return may && stretch[person] < one.stretches.count
        && one.stretches[stretch[person]].contains(time)
    }.min()
    if let able {
      idle.remove(able)
      schedule(able, at: time)
    }
  }

  /// Something to do, and where it lies among what waits of its kind.
  private struct Choice {
    var position: Int
    var isCheck: Bool
    var place: Int
  }

  private func isBefore(_ a: Choice, _ b: Choice) -> Bool {
    let (due, other) = (cases[a.position].due, cases[b.position].due)
    if due != other { return due < other }
    return a.isCheck == b.isCheck ? isBefore(a.position, b.position) : a.isCheck
  }

  private mutating func removeFirst(for person: Int) -> (position: Int, isCheck: Bool)? {
    let one = floor.people[person]
    var best: Choice?
    func consider(_ queue: [Int], isCheck: Bool, _ place: Int?) {
      guard let place else { return }
      let choice = Choice(position: queue[place], isCheck: isCheck, place: place)
      if best.map({ isBefore(choice, $0) }) ?? true { best = choice }
    }
    for kind in floor.kinds.indices {
      if one.checks[kind] {
        let place = checked[kind].lastIndex { !cases[$0].makers.contains(person) }
        consider(checked[kind], isCheck: true, place)
      }
      if one.makes[kind] { consider(made[kind], isCheck: false, made[kind].indices.last) }
    }
    guard let best else { return nil }
    let kind = cases[best.position].kind
    if best.isCheck { checked[kind].remove(at: best.place) } else { made[kind].removeLast() }
    return (best.position, best.isCheck)
  }

  // MARK: - What became of it

  var outcome: CaseFloor.Outcome {
    let count = floor.intervals
    var tallies = [ServiceTally](repeating: .init(), count: count)
    var kinds = floor.kinds.map { _ in CaseFloor.Share() }
    var (waiting, late) = (
      [Double](repeating: 0, count: count + 1), [Double](repeating: 0, count: count + 1)
    )
    var missed: [[Int]: Double] = [:]
    for one in cases {
      let row = one.row
      let end = one.done.map { min(count - 1, Int(($0 - 1e-6) / floor.intervalSeconds)) }
      if !one.isBacklog { tallies[row].offered += 1 }
      waiting[row] += 1
      waiting[end ?? count] -= 1
      if one.due < end ?? count {
        late[one.due] += 1
        missed[[one.due, one.kind], default: 0] += 1
        late[end ?? count] -= 1
      }
      guard end != nil || one.due < count else { continue }
      tallies[row].judged += 1
      kinds[one.kind].judged += 1
      guard let end, let done = one.done else { continue }
      tallies[row].answered += 1
      tallies[row].wait += done - one.release
      tallies[end].served += 1
      kinds[one.kind].done += 1
      if end <= one.due {
        tallies[row].inTime += 1
        tallies[row].virtualInTime += 1
        kinds[one.kind].inTime += 1
      }
    }
    var (left, overdue) = (0.0, 0.0)
    for t in 0..<count {
      left += waiting[t]
      overdue += late[t]
      tallies[t].backlog = left
      tallies[t].late = overdue
      tallies[t].busySeconds = busy[t]
      tallies[t].staffedSeconds = staffed(t)
    }
    return CaseFloor.Outcome(
      tallies: tallies, kinds: kinds,
      missed: missed.sorted { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }
        .map { .init(kind: $0.key[1], due: $0.key[0], cases: $0.value) })
  }

  private func staffed(_ row: Int) -> Double {
    let (from, to) = (
      Double(row) * floor.intervalSeconds, Double(row + 1) * floor.intervalSeconds
    )
    return floor.people.reduce(0) { sum, person in
      sum
        + person.pace
        * person.stretches.reduce(0) {
          $0 + max(0, min(to, $1.upperBound) - max(from, $1.lowerBound))
        }
    }
  }
}
