internal import CivilTime
internal import CollectionsModel
internal import ContactRules
internal import MusterPluginKit
internal import PluginSupport

/// A stretch of a plan.
struct Stretch {
  var start: Instant
  var seconds: Int
  var isOpen: Bool
}

/// What a portfolio makes of a plan's intervals: contacts and agent seconds, row by row.
///
/// Dials are spread evenly over the intervals in which people may be called, except that those that can wait
/// leave days with many follow-ups; how many of them reach the right party follows hour and pay day.
struct UsualWeek {
  /// The portfolio with no more attempts than the law and the dialling days allow.
  let portfolio: Portfolio
  /// Share by which the plan's intervals reach more right parties per dial than the hours given do.
  let lift: Double
  let contacts: [Double]
  let handlingSeconds: [Double]
  /// Calls about promises that were not kept, in all.
  let followUps: Double
  /// By dialling day, how many times the even pace is dialled of accounts that can wait.
  let pace: [CivilDate: Double]
  /// Buckets whose attempts were cut, and the rule or the days that cut them.
  let cuts: [(bucket: String, asked: Int, allowed: Int, by: String)]

  init(_ book: CollectionsPlugin.Book, _ desk: ContactDesk, _ rows: [Stretch]) {
    let clock = book.person.zones.first ?? .utc
    let isLawful = UsualWeek.lawful(book, desk, rows)
    let days = Set(rows.indices.filter { isLawful[$0] }.map { clock.date(at: rows[$0].start) })
    let span =
      Double((rows.last?.start ?? .init(seconds: 0)) - (rows.first?.start ?? .init(seconds: 0)))
      + Double(rows.last?.seconds ?? 0)
    let weeks = span / 604_800
    let first = rows.first.map { clock.date(at: $0.start) }

    // No more calls than one a dialling day, and than every cap allows.
    var most = (
      count: weeks > 0 ? Int((Double(days.count) / max(1, weeks)).rounded(.up)) : 0, by: "days"
    )
    var portfolio = book.portfolio
    var quiet = 0
    for rule in desk.book.rules(for: book.person) {
      guard let first, rule.isInForce(on: first) else { continue }
      quiet = max(quiet, rule.quietDays ?? 0)
      for cap in rule.caps where cap.counts == .attempts && cap.windowHours >= 24 {
        let weekly = Int(Double(cap.count) * max(1, 168 / Double(cap.windowHours)))
        if weekly < most.count { most = (weekly, rule.id) }
      }
    }
    portfolio.quietDays = quiet
    var cuts: [(bucket: String, asked: Int, allowed: Int, by: String)] = []
    for k in portfolio.buckets.all.indices where portfolio.buckets.all[k].attempts > most.count {
      let bucket = portfolio.buckets.all[k]
      cuts.append((bucket.name, bucket.attempts, most.count, most.by))
      portfolio.buckets.all[k].attempts = most.count
    }
    self.cuts = cuts

    let meanPayDay = first.map { portfolio.meanPayDay(from: $0) } ?? 1
    let lifts = rows.indices.map { i in
      isLawful[i] ? portfolio.lift(at: rows[i].start, clock, meanPayDay: meanPayDay) : 0
    }
    let seconds = rows.indices.map { isLawful[$0] ? Double(rows[$0].seconds) : 0 }
    let open = seconds.reduce(0, +)
    let lifted = zip(seconds, lifts).map { $0 * $1 }
    let lift = open > 0 ? lifted.reduce(0, +) / open : 0
    self.lift = lift
    portfolio.rpcPerAttempt = portfolio.rpcPerAttempt.map { min(1, $0 * lift) }
    self.portfolio = portfolio

    // A week's conversations of accounts that are tried on every dialling day, and of those that can wait.
    var (fixed, waiting) = (Contacts(), Contacts())
    var (broken, greatestPace) = (0.0, Double.infinity)
    let daysAWeek = weeks > 0 ? Double(days.count) / max(1, weeks) : 0
    for (_, funnel) in portfolio.funnels where open > 0 {
      let own = Contacts(
        reached: funnel.rightParty * (1 + portfolio.callInShare), other: funnel.otherContacts)
      broken += funnel.broken
      let pace = daysAWeek / Double(funnel.attempts)
      if pace > 1 {
        waiting.add(own)
        greatestPace = min(greatestPace, pace)
      } else {
        fixed.add(own)
      }
    }
    // Promises of a day are called about when they were not kept.
    var due: [CivilDate: Double] = [:]
    if portfolio.followUpSeconds > 0, let first, let last = days.max() {
      let worked = days.sorted()
      for back in 0..<(last - first + 100) {
        let made = last - back
        let follow = portfolio.followUp(of: made)
        guard follow >= first, let day = worked.first(where: { $0 >= follow }) else { continue }
        due[day, default: 0] += broken / 7
      }
    }
    followUps = due.values.reduce(0, +)
    let total = lifted.reduce(0, +)
    var (perDay, liftedPerDay): ([CivilDate: Double], [CivilDate: Double]) = ([:], [:])
    for i in rows.indices where isLawful[i] {
      let date = clock.date(at: rows[i].start)
      perDay[date, default: 0] += seconds[i]
      liftedPerDay[date, default: 0] += lifted[i]
    }
    func work(_ contacts: Contacts, on date: CivilDate) -> Double {
      guard total > 0 else { return 0 }
      let right = contacts.reached * weeks * (liftedPerDay[date] ?? 0) / total
      let wrong = contacts.other * weeks * (perDay[date] ?? 0) / open
      return right * portfolio.rpcSeconds + wrong * portfolio.otherSeconds
    }
    var pace: [CivilDate: Double] = [:]
    for (_, week) in Dictionary(grouping: days.sorted(), by: { ($0 - (first ?? $0)) / 7 }) {
      let paces = dialPace(
        week.map {
          DiallingDay(
            seconds: perDay[$0] ?? 0, fixedWork: work(fixed, on: $0),
            waitingWork: work(waiting, on: $0),
            followUpWork: (due[$0] ?? 0) * portfolio.followUpSeconds)
        }, most: greatestPace.isFinite ? greatestPace : 1)
      for (date, value) in zip(week, paces) { pace[date] = value }
    }
    self.pace = pace
    var contacts: [Double] = []
    var handling: [Double] = []
    for i in rows.indices {
      guard seconds[i] > 0, total > 0 else {
        contacts.append(0)
        handling.append(portfolio.rpcSeconds)
        continue
      }
      let date = clock.date(at: rows[i].start)
      let own = pace[date] ?? 1
      let right = (fixed.reached + own * waiting.reached) * weeks * lifted[i] / total
      let wrong = (fixed.other + own * waiting.other) * weeks * seconds[i] / open
      let follow = (due[date] ?? 0) * seconds[i] / (perDay[date] ?? seconds[i])
      let all = right + wrong + follow
      let work =
        right * portfolio.rpcSeconds + wrong * portfolio.otherSeconds
        + follow * portfolio.followUpSeconds
      contacts.append(all)
      handling.append(all > 0 ? work / all : portfolio.rpcSeconds)
    }
    self.contacts = contacts
    handlingSeconds = handling
  }

  /// Conversations with the right party, and live answers of others.
  private struct Contacts {
    var reached = 0.0
    var other = 0.0

    mutating func add(_ more: Contacts) {
      reached += more.reached
      other += more.other
    }
  }

  private static func lawful(
    _ book: CollectionsPlugin.Book, _ desk: ContactDesk, _ rows: [Stretch]
  ) -> [Bool] {
    guard let first = rows.first, let last = rows.last else { return [] }
    let windows = desk.book.windows(
      book.person, from: first.start, to: last.start + last.seconds)
    var k = 0
    return rows.map { row in
      let end = row.start + row.seconds
      while k < windows.count, windows[k].end < end { k += 1 }
      return row.isOpen && k < windows.count && windows[k].start <= row.start
    }
  }
}

extension Interval {
  var stretch: Stretch {
    Stretch(start: Instant(seconds: start_unix), seconds: Int(length_s), isOpen: !isClosed)
  }
}
