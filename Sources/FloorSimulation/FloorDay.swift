// Goal: what a roster gives on one day of one drawn week, at ten million calls a second.
//
// Method: next-event simulation in whole ticks. Calls lie in memory in order of time. Free agents stand in
// one doubly linked list a skill set, longest idle at the head; skill sets are numbered by how many skills
// they have, so that the lowest bit of (sets with free agents) & (sets with the skill) is where a call goes.
// One binary heap holds ends of calls and late returns. Who comes and goes is the difference of two bit
// sets. Hang-ups are found when their turn comes: their leaving changes nothing before.
// Conditions: see FloorModel; at most 64 queues.

/// Runs days; owns the work space of one thread.
final class FloorDay {
  private struct Person {
    /// 0 away, 1 idle, 2 on a call.
    var state: UInt8 = 0
    /// The plan has this person at work.
    var isPlanned = false
    /// A late return is pending.
    var returns = false
    /// The shift is over.
    var isHome = false
    var set: Int32
    var next: Int32 = -1
    var previous: Int32 = -1
    /// Since when idle.
    var since: Int32 = 0
    /// End of the call in progress, or of the pause that began late.
    var ends: Int32 = 0
    /// When the present pause was to begin, and the last planned going.
    var wentAt: Int32 = 0
    var goneAt: Int32 = 0
    /// How much later than planned the present pause began.
    var delay: Int32 = 0
    /// Pause that was to be over before the call was: still to be had.
    var owed: Int32 = 0
    /// Queue of the call in progress; kept only where details are asked for.
    var queue: Int32 = 0
    var skills: UInt64
  }

  private let model: FloorModel
  private let streams: FloorStreams
  private let people: UnsafeMutablePointer<Person>
  private let blank: UnsafeMutablePointer<Person>
  private let pace: UnsafeMutablePointer<Float>?
  private var heap: UnsafeMutablePointer<UInt64>
  private var heapRoom: Int
  private var heapCount = 0
  /// Skill sets by number of skills: first and last person who is free.
  private let head: UnsafeMutablePointer<Int32>
  private let tail: UnsafeMutablePointer<Int32>
  private let sets: Int
  private let setWords: Int
  private let freeSets: UnsafeMutablePointer<UInt64>
  /// Sets with a queue's skill: `queue * setWords + word`.
  private let setsOfQueue: UnsafeMutablePointer<UInt64>
  private let skillCount: UnsafeMutablePointer<Int32>
  /// Waiting calls of each queue: numbers of calls, in order.
  private let line: UnsafeMutablePointer<Int32>
  private let lineHead: UnsafeMutablePointer<Int32>
  private let lineTail: UnsafeMutablePointer<Int32>
  private let lineRoom: Int
  private var waiting: UInt64 = 0
  private let threshold: UnsafeMutablePointer<Int32>
  /// Answered calls that are counted apart: those whose patience ends by then.
  private let counted: UnsafeMutablePointer<Int32>
  /// Some queue counts those who hung up as if they had waited.
  private let isVirtual: Bool
  private let virtual: UnsafeMutablePointer<Bool>
  /// Above the number of a call in the order of service.
  private let priority: UnsafeMutablePointer<Int>
  private let present: UnsafeMutablePointer<UInt64>
  private let wanted: UnsafeMutablePointer<UInt64>
  private let queues: Int
  private let steps: Int

  /// In time by queue and step over all runs, `queue * steps + step`.
  let inTime: UnsafeMutablePointer<Int32>
  /// Of the last run, by queue.
  let inTimeOfDay: UnsafeMutablePointer<Int32>
  /// Answered calls that the queue's definition counts apart (see ``FloorTally/leftOut``), by queue and step
  /// over all runs, and of the last run, by queue.
  let apart: UnsafeMutablePointer<Int32>
  let apartOfDay: UnsafeMutablePointer<Int32>
  /// Answered calls and their waits in ticks, by queue, over all runs.
  let answered: UnsafeMutablePointer<Int>
  let waits: UnsafeMutablePointer<Int>
  /// The same by step of arrival, `queue * steps + step`; only where they are asked for.
  let answeredOfStep: UnsafeMutablePointer<Int32>
  let waitsOfStep: UnsafeMutablePointer<Int>
  /// Ticks of work by queue and step of arrival, and beyond the end of shifts by queue and last step of the
  /// shift; only where they are asked for.
  let busyOfStep: UnsafeMutablePointer<Int>
  let overtimeOfStep: UnsafeMutablePointer<Int>
  private let isDetailed: Bool
  private(set) var busyTicks = 0
  private(set) var overtimeTicks = 0
  private(set) var calls = 0
  private var first = 0
  private var countedSteps: Range<Int> = 0..<0

  /// `isDetailed`: answers and waits are counted by step, too.
  init(_ model: FloorModel, _ streams: FloorStreams, isDetailed: Bool = false) {
    self.isDetailed = isDetailed
    self.model = model
    self.streams = streams
    queues = model.queues.count
    steps = model.steps
    let count = model.agents.count
    let skillSets = Set(model.agents.map(\.skills)).sorted {
      ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
    }
    sets = skillSets.count
    setWords = max(1, (sets + 63) / 64)
    func room<T>(_ count: Int, _ value: T) -> UnsafeMutablePointer<T> {
      let pointer = UnsafeMutablePointer<T>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: value, count: max(1, count))
      return pointer
    }
    let nobody = Person(set: 0, skills: 0)
    people = room(count, nobody)
    blank = room(count, nobody)
    let numbers = Dictionary(
      skillSets.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    for (a, agent) in model.agents.enumerated() {
      blank[a] = Person(set: numbers[agent.skills] ?? 0, skills: agent.skills)
    }
    if model.agents.contains(where: { $0.pace != 1 }) {
      let pace = room(count, Float(1))
      for (a, agent) in model.agents.enumerated() { pace[a] = Float(agent.pace) }
      self.pace = pace
    } else {
      pace = nil
    }
    heapRoom = 2 * count + 64
    heap = room(heapRoom, 0)
    head = room(sets, -1)
    tail = room(sets, -1)
    freeSets = room(setWords, 0)
    setsOfQueue = room(queues * setWords, 0)
    skillCount = room(sets, 0)
    for (s, skills) in skillSets.enumerated() {
      skillCount[s] = Int32(skills.nonzeroBitCount)
      for q in 0..<queues where skills >> UInt64(q) & 1 == 1 {
        setsOfQueue[q * setWords + s / 64] |= 1 << UInt64(s % 64)
      }
    }
    let days = model.days
    var most = 0
    for week in 0..<streams.weeks.count {
      let base = week * (days + 1)
      for day in 0..<days {
        let from = streams.firstCall[base + max(0, day - 1)]
        most = max(most, streams.firstCall[base + min(days, day + 2)] - from)
      }
    }
    lineRoom = most + 1
    line = UnsafeMutablePointer<Int32>.allocate(capacity: lineRoom * max(1, queues))
    lineHead = room(queues, 0)
    lineTail = room(queues, 0)
    threshold = room(queues, 0)
    counted = room(queues, -1)
    virtual = room(queues, false)
    priority = room(queues, 0)
    for (q, queue) in model.queues.enumerated() {
      priority[q] = min(1 << 20, max(-1 << 20, queue.priority)) << 32
      threshold[q] = FloorStreams.threshold(queue)
      switch queue.definition {
      case .offered: break
      case .answered: counted[q] = .max
      case .excludingShort: counted[q] = threshold[q]
      case .virtual: virtual[q] = true
      }
    }
    isVirtual = model.queues.contains { $0.definition == .virtual }
    present = room(streams.words, 0)
    wanted = room(streams.words, 0)
    inTime = room(queues * steps, 0)
    inTimeOfDay = room(queues, 0)
    apart = room(queues * steps, 0)
    apartOfDay = room(queues, 0)
    answered = room(queues, 0)
    waits = room(queues, 0)
    answeredOfStep = room(isDetailed ? queues * steps : 0, 0)
    waitsOfStep = room(isDetailed ? queues * steps : 0, 0)
    busyOfStep = room(isDetailed ? queues * steps : 0, 0)
    overtimeOfStep = room(isDetailed ? queues * steps : 0, 0)
  }

  deinit {
    people.deallocate()
    blank.deallocate()
    pace?.deallocate()
    heap.deallocate()
    head.deallocate()
    tail.deallocate()
    freeSets.deallocate()
    setsOfQueue.deallocate()
    skillCount.deallocate()
    line.deallocate()
    lineHead.deallocate()
    lineTail.deallocate()
    threshold.deallocate()
    counted.deallocate()
    virtual.deallocate()
    priority.deallocate()
    present.deallocate()
    wanted.deallocate()
    inTime.deallocate()
    inTimeOfDay.deallocate()
    apart.deallocate()
    apartOfDay.deallocate()
    answered.deallocate()
    waits.deallocate()
    answeredOfStep.deallocate()
    waitsOfStep.deallocate()
    busyOfStep.deallocate()
    overtimeOfStep.deallocate()
  }

  /// Simulates a day of a week (numbered from the first of the streams).
  func run(_ plan: FloorPlan, week: Int, day: Int, window: Range<Int>) {
    people.update(from: blank, count: model.agents.count)
    for s in 0..<sets {
      head[s] = -1
      tail[s] = -1
    }
    for w in 0..<setWords { freeSets[w] = 0 }
    for q in 0..<queues {
      lineHead[q] = 0
      lineTail[q] = 0
      inTimeOfDay[q] = 0
      apartOfDay[q] = 0
    }
    waiting = 0
    heapCount = 0
    for w in 0..<streams.words { present[w] = 0 }
    countedSteps = model.steps(of: day)
    let base = week * (model.days + 1)
    let tick = Int(FloorStreams.ticksPerSecond) * model.stepSeconds
    streams.calls.withUnsafeBufferPointer { all in
      guard let call = all.baseAddress else { return }
      // The calls of the window.
      var c = streams.firstCall[base + day]
      var end = streams.firstCall[base + day + 1]
      if window.lowerBound < countedSteps.lowerBound {
        let limit = Int32(window.lowerBound * tick)
        var low = streams.firstCall[base + day - 1]
        while low < c, call[low].arrival < limit { low += 1 }
        c = low
      }
      if window.upperBound > countedSteps.upperBound {
        let limit = Int32(window.upperBound * tick)
        let last = streams.firstCall[base + day + 2]
        while end < last, call[end].arrival < limit { end += 1 }
      }
      first = c
      calls += end - c
      var dayOfStep = day
      while dayOfStep > 0, window.lowerBound < model.dayStarts[dayOfStep] { dayOfStep -= 1 }
      for step in window {
        while step >= model.dayStarts[dayOfStep + 1] { dayOfStep += 1 }
        turn(plan, week, dayOfStep, step, Int32(step * tick), call)
        let limit = Int32((step + 1) * tick)
        while true {
          let arrival = c < end ? call[c].arrival : Int32.max
          let due = heapCount > 0 ? Int32(truncatingIfNeeded: heap[0] &>> 32) : Int32.max
          if due <= arrival {
            if due >= limit { break }
            isDue(due, call)
          } else {
            if arrival >= limit { break }
            arrives(c, call)
            c &+= 1
          }
        }
        if c == end, heapCount == 0 { break }
      }
      // Nobody comes any more: whoever is there serves out the lines.
      if window.upperBound == steps { closes(plan, Int32(steps * tick)) }
      while heapCount > 0 { isDue(Int32(truncatingIfNeeded: heap[0] &>> 32), call) }
    }
  }

  // MARK: - People come and go

  /// The plan of a step against that of the one before; at one instant people go before others come.
  @inline(__always)
  private func turn(
    _ plan: FloorPlan, _ week: Int, _ day: Int, _ step: Int, _ now: Int32,
    _ call: UnsafePointer<FloorCall>
  ) {
    let words = streams.words
    let loss = (week * streams.losses + step / model.stepsPerLoss) * words
    let absent = (week * model.days + day) * words
    for w in 0..<words {
      var planned = plan.own[step &* words &+ w] & ~streams.absent[absent &+ w]
      let carried = plan.carried[step &* words &+ w]
      if carried != 0, day > 0 { planned |= carried & ~streams.absent[absent &- words &+ w] }
      wanted[w] = planned & ~streams.lost[loss &+ w]
    }
    for w in 0..<words {
      var going = present[w] & ~wanted[w]
      while going != 0 {
        goes(w &* 64 &+ going.trailingZeroBitCount, now)
        going &= going &- 1
      }
    }
    turnEnds(plan, step, now)
    for w in 0..<words {
      var coming = wanted[w] & ~present[w]
      present[w] = wanted[w]
      while coming != 0 {
        comes(w &* 64 &+ coming.trailingZeroBitCount, now, call)
        coming &= coming &- 1
      }
    }
  }

  /// The end of the horizon: all go.
  private func closes(_ plan: FloorPlan, _ now: Int32) {
    for w in 0..<streams.words {
      // Who works on beyond the horizon stays and serves out the lines.
      var ending = plan.ends[steps &* streams.words &+ w] & present[w]
      while ending != 0 {
        goes(w &* 64 &+ ending.trailingZeroBitCount, now)
        ending &= ending &- 1
      }
    }
    turnEnds(plan, steps, now)
  }

  /// Shifts that end now: what was late in them is over.
  @inline(__always)
  private func turnEnds(_ plan: FloorPlan, _ step: Int, _ now: Int32) {
    for w in 0..<streams.words {
      var ending = plan.ends[step &* streams.words &+ w]
      while ending != 0 {
        let person = people + (w &* 64 &+ ending.trailingZeroBitCount)
        person.pointee.isHome = true
        person.pointee.delay = 0
        if person.pointee.state == 0 { person.pointee.returns = false }
        ending &= ending &- 1
      }
    }
  }

  @inline(__always)
  private func comes(_ a: Int, _ now: Int32, _ call: UnsafePointer<FloorCall>) {
    let person = people + a
    person.pointee.isPlanned = true
    person.pointee.isHome = false
    if person.pointee.state == 2 {
      // The pause comes after the call.
      person.pointee.owed &+= now &- person.pointee.goneAt
      return
    }
    if person.pointee.delay > 0 {
      // The pause began late and keeps its length.
      person.pointee.returns = true
      person.pointee.ends = now &+ person.pointee.delay
      push(person.pointee.ends, a)
      return
    }
    becomesFree(a, now, call)
  }

  @inline(__always)
  private func goes(_ a: Int, _ now: Int32) {
    let person = people + a
    person.pointee.isPlanned = false
    person.pointee.goneAt = now
    if person.pointee.state == 2 {
      if person.pointee.owed == 0 { person.pointee.wentAt = now }
      return
    }
    if person.pointee.state == 1 {
      leaveIdle(a)
      person.pointee.state = 0
      person.pointee.delay = 0
      person.pointee.wentAt = now
    }
    if person.pointee.returns {
      // Still in the pause before: the next one begins when that is over.
      person.pointee.delay = person.pointee.ends &- now
      person.pointee.returns = false
    }
  }

  // MARK: - Calls

  @inline(__always)
  private func arrives(_ number: Int, _ call: UnsafePointer<FloorCall>) {
    let one = call + number
    let q = Int(one.pointee.queue)
    for w in 0..<setWords {
      let able = freeSets[w] & setsOfQueue[q &* setWords &+ w]
      if able == 0 { continue }
      var set = w &* 64 &+ able.trailingZeroBitCount
      // Sets with as many skills: who has been idle for longest.
      var rest = able & (able &- 1)
      var word = w
      let skills = skillCount[set]
      while true {
        while rest != 0 {
          let other = word &* 64 &+ rest.trailingZeroBitCount
          if skillCount[other] != skills { break }
          let mine = people[Int(head[set])].since
          let its = people[Int(head[other])].since
          if its < mine || (its == mine && head[other] < head[set]) { set = other }
          rest &= rest &- 1
        }
        if rest != 0 || word &+ 1 >= setWords { break }
        word &+= 1
        rest = freeSets[word] & setsOfQueue[q &* setWords &+ word]
      }
      let a = Int(head[set])
      leaveIdle(a)
      answer(a, one, one.pointee.arrival)
      return
    }
    line[q &* lineRoom &+ Int(lineTail[q])] = Int32(truncatingIfNeeded: number &- first)
    lineTail[q] &+= 1
    waiting |= 1 &<< UInt64(truncatingIfNeeded: q)
  }

  @inline(__always)
  private func answer(_ a: Int, _ one: UnsafePointer<FloorCall>, _ now: Int32) {
    let wait = now &- one.pointee.arrival
    let q = Int(one.pointee.queue)
    let work =
      pace.map { Int32(Float(one.pointee.handling) * $0[a]) } ?? one.pointee.handling
    people[a].state = 2
    people[a].ends = now &+ work
    push(now &+ work, a)
    if isDetailed { people[a].queue = Int32(truncatingIfNeeded: q) }
    let step = Int(one.pointee.step)
    guard countedSteps.contains(step) else { return }
    busyTicks &+= Int(work)
    answered[q] &+= 1
    waits[q] &+= Int(wait)
    if isDetailed {
      answeredOfStep[q &* steps &+ step] &+= 1
      waitsOfStep[q &* steps &+ step] &+= Int(wait)
      busyOfStep[q &* steps &+ step] &+= Int(work)
    }
    if one.pointee.patience <= counted[q] {
      apartOfDay[q] &+= 1
      apart[q &* steps &+ step] &+= 1
    }
    if wait <= threshold[q] {
      inTimeOfDay[q] &+= 1
      inTime[q &* steps &+ step] &+= 1
    }
  }

  /// Takes the call that has waited longest, or is idle.
  @inline(__always)
  private func becomesFree(_ a: Int, _ now: Int32, _ call: UnsafePointer<FloorCall>) {
    if isVirtual { passesOver(a, now, call) }
    var open = people[a].skills & waiting
    var best = -1
    var bestKey = Int.max
    var bestNumber = Int32(0)
    while open != 0 {
      let q = open.trailingZeroBitCount
      open &= open &- 1
      let row = line + q &* lineRoom
      var at = lineHead[q]
      let end = lineTail[q]
      while at < end {
        let one = call + (first &+ Int(row[Int(at)]))
        if one.pointee.arrival &+ one.pointee.patience > now { break }
        at &+= 1
      }
      // Where they count as if they waited, those who hung up stay in line until it is their turn.
      if !isVirtual {
        lineHead[q] = at
        if at == end { waiting &= ~(1 &<< UInt64(truncatingIfNeeded: q)) }
      }
      if at < end {
        let key = priority[q] &+ Int(row[Int(at)])
        if key < bestKey {
          bestKey = key
          bestNumber = row[Int(at)]
          best = q
        }
      }
    }
    if best >= 0 {
      lineHead[best] &+= 1
      if lineHead[best] == lineTail[best] {
        waiting &= ~(1 &<< UInt64(truncatingIfNeeded: best))
      }
      answer(a, call + (first &+ Int(bestNumber)), now)
      return
    }
    let set = Int(people[a].set)
    people[a].state = 1
    people[a].since = now
    people[a].next = -1
    people[a].previous = tail[set]
    if tail[set] >= 0 {
      people[Int(tail[set])].next = Int32(truncatingIfNeeded: a)
    } else {
      head[set] = Int32(truncatingIfNeeded: a)
      freeSets[set / 64] |= 1 &<< UInt64(truncatingIfNeeded: set & 63)
    }
    tail[set] = Int32(truncatingIfNeeded: a)
  }

  /// Those who hung up and whom an agent who becomes free would take now, had they waited: before the first
  /// who still waits.
  private func passesOver(_ a: Int, _ now: Int32, _ call: UnsafePointer<FloorCall>) {
    func hasLeft(_ number: Int32) -> Bool {
      let one = call + (first &+ Int(number))
      return one.pointee.arrival &+ one.pointee.patience <= now
    }
    let open = people[a].skills & waiting
    var bestKey = Int.max
    var left = open
    while left != 0 {
      let q = left.trailingZeroBitCount
      left &= left &- 1
      let row = line + q &* lineRoom
      var at = lineHead[q]
      while at < lineTail[q], hasLeft(row[Int(at)]) { at &+= 1 }
      if at < lineTail[q] { bestKey = min(bestKey, priority[q] &+ Int(row[Int(at)])) }
    }
    left = open
    while left != 0 {
      let q = left.trailingZeroBitCount
      left &= left &- 1
      let row = line + q &* lineRoom
      var at = lineHead[q]
      while at < lineTail[q], hasLeft(row[Int(at)]), priority[q] &+ Int(row[Int(at)]) < bestKey {
        let one = call + (first &+ Int(row[Int(at)]))
        let step = Int(one.pointee.step)
        if virtual[q], countedSteps.contains(step), now &- one.pointee.arrival <= threshold[q] {
          inTimeOfDay[q] &+= 1
          inTime[q &* steps &+ step] &+= 1
        }
        at &+= 1
      }
      lineHead[q] = at
      if at == lineTail[q] { waiting &= ~(1 &<< UInt64(truncatingIfNeeded: q)) }
    }
  }

  @inline(__always)
  private func leaveIdle(_ a: Int) {
    let set = Int(people[a].set)
    let next = people[a].next
    let previous = people[a].previous
    if previous >= 0 { people[Int(previous)].next = next } else { head[set] = next }
    if next >= 0 { people[Int(next)].previous = previous } else { tail[set] = previous }
    if head[set] < 0 { freeSets[set / 64] &= ~(1 &<< UInt64(truncatingIfNeeded: set & 63)) }
  }

  /// The end of a call or of a late pause.
  @inline(__always)
  private func isDue(_ now: Int32, _ call: UnsafePointer<FloorCall>) {
    let a = Int(truncatingIfNeeded: heap[0] & 0xFFFF_FFFF)
    pop()
    let person = people + a
    guard person.pointee.ends == now else { return }
    if person.pointee.state == 2 {
      person.pointee.state = 0
      if person.pointee.isPlanned, person.pointee.owed == 0 {
        becomesFree(a, now, call)
        return
      }
      if person.pointee.isPlanned {
        // Now the whole pause.
        person.pointee.delay = now &- person.pointee.wentAt
        person.pointee.returns = true
        person.pointee.ends = now &+ person.pointee.owed
        push(person.pointee.ends, a)
      } else if person.pointee.isHome {
        overtimeTicks &+= Int(now &- person.pointee.goneAt)
        if isDetailed {
          let tick = Int(FloorStreams.ticksPerSecond) &* model.stepSeconds
          let step = (Int(person.pointee.goneAt) &- 1) / tick
          if countedSteps.contains(step) {
            overtimeOfStep[Int(person.pointee.queue) &* steps &+ step] &+= Int(
              now &- person.pointee.goneAt)
          }
        }
        person.pointee.delay = 0
      } else {
        person.pointee.delay = now &- person.pointee.wentAt
      }
      person.pointee.owed = 0
    } else if person.pointee.state == 0, person.pointee.returns {
      person.pointee.returns = false
      person.pointee.delay = 0
      becomesFree(a, now, call)
    }
  }

  // MARK: - Heap

  @inline(__always)
  private func push(_ time: Int32, _ a: Int) {
    let key = UInt64(truncatingIfNeeded: time) &<< 32 | UInt64(truncatingIfNeeded: a)
    if heapCount == heapRoom { grow() }
    var i = heapCount
    heapCount &+= 1
    while i > 0 {
      let up = (i &- 1) &>> 1
      if heap[up] <= key { break }
      heap[i] = heap[up]
      i = up
    }
    heap[i] = key
  }

  private func grow() {
    let more = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * heapRoom)
    more.initialize(from: heap, count: heapCount)
    heap.deallocate()
    heap = more
    heapRoom *= 2
  }

  @inline(__always)
  private func pop() {
    heapCount &-= 1
    let count = heapCount
    let last = heap[count]
    var i = 0
    while true {
      var child = 2 &* i &+ 1
      if child >= count { break }
      if child &+ 1 < count, heap[child &+ 1] < heap[child] { child &+= 1 }
      if heap[child] >= last { break }
      heap[i] = heap[child]
      i = child
    }
    heap[i] = last
  }
}
