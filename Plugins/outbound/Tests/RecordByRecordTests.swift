import CivilTime
import OutboundModel
import TestSupport
import Testing
import Workloads

/// A list called record by record, written from what happens: dials go out at an even pace, each to some record
/// that was neither reached nor tried four times; who was reached may ask to be called on the next day.
private struct PlainList {
  var records: Int
  /// Dials in an interval, and the chance that one of them reaches whom it should.
  var dials: Double
  var chances: [Double]
  var other: Double
  var handling: (reached: Double, other: Double, nobody: Double)
  var asks: Double
  var found: Double
  /// The interval of the next day with hours at the same time; nil: after the plan.
  var nextDay: (Int) -> Int?

  /// Contacts and agent seconds by interval, those of call-backs apart.
  func run(_ random: inout SeededGenerator) -> (
    contacts: [Double], seconds: [Double], again: [Double], dials: Double
  ) {
    var tries = [Int](repeating: 0, count: records)
    var open = Array(0..<records)
    var (contacts, seconds) = (chances.map { _ in 0.0 }, chances.map { _ in 0.0 })
    var again = contacts
    var (due, made) = (0.0, 0.0)
    for i in chances.indices {
      due += dials
      while made < due, !open.isEmpty {
        made += 1
        let place = random.whole(below: open.count)
        let record = open[place]
        tries[record] += 1
        let isReached = random.happens(chances[i])
        let isOther = !isReached && random.happens(other / (1 - chances[i]))
        seconds[i] += isReached ? handling.reached : isOther ? handling.other : handling.nobody
        if isReached || isOther {
          contacts[i] += 1
          if random.happens(asks), let next = nextDay(i) {
            // Who is missed is called once more.
            again[next] += random.happens(found) ? 1 : 2
          }
        }
        if isReached || tries[record] == 4 {
          open[place] = open[open.count - 1]
          open.removeLast()
        }
      }
    }
    return (contacts, seconds, again, made)
  }
}

@Suite struct RecordByRecordTests {
  private static let monday = CivilDate(dayNumber: 20_787)  // 2026-11-30

  /// Three days from 09:00 to 21:00 by the hour, the evenings better than the rest or all hours alike.
  @Test(
    "contacts, call-backs and time of every hour are those of a list called record by record",
    arguments: [false, true])
  func everyHour(isEven: Bool) {
    let days = [0, 1, 3]
    let stretches = days.flatMap { day in
      (9..<21).map {
        ListWeek.Stretch(
          start: Zone.utc.startOfDay(Self.monday + day) + $0 * 3600, seconds: 3600)
      }
    }
    let weights = isEven ? [] : (0..<24).map { $0 < 9 || $0 >= 21 ? 0.0 : $0 >= 17 ? 2 : 1 }
    let list = ListWorkload(
      records: 1500, attempts: Attempts(contactRate: 0.12, maximum: 4), handlingSeconds: 300,
      noContactSeconds: 25, otherLive: 0.08, otherSeconds: 60)
    func week(_ share: Double) -> ListWeek {
      ListWeek(
        list, part: 1, hourWeights: HourWeights(weights),
        callBacks: .init(share: share, reached: 0.7), zones: [.utc], stretches)
    }
    let (planned, without) = (week(0.15), week(0))
    // By hand: hours of weights 1 (eight) and 2 (four) have the mean 4/3, over which 12 % is the mean.
    let chances = (0..<36).map { isEven ? 0.12 : 0.12 * ($0 % 12 >= 8 ? 1.5 : 0.75) }
    let plain = PlainList(
      records: 1500, dials: planned.work.dials / 36, chances: chances, other: 0.08,
      handling: (300, 60, 25), asks: 0.15, found: 0.7,
      nextDay: { $0 + 12 < 36 ? $0 + 12 : nil })
    var contacts = [SampleMean](repeating: .init(), count: 36)
    var (seconds, again) = (contacts, contacts)
    var dials = SampleMean()
    for seed in 0..<300 {
      var random = SeededGenerator(state: UInt64(seed))
      let found = plain.run(&random)
      for i in 0..<36 {
        contacts[i].add(found.contacts[i])
        seconds[i].add(found.seconds[i])
        again[i].add(found.again[i])
      }
      dials.add(found.dials)
    }
    // A list that is done before the last hour ends leaves it shorter than the plan: a few dials in a hundred.
    #expect(dials.agrees(with: planned.work.dials, beside: 0.01 * planned.work.dials), "\(dials)")
    for i in 0..<35 {
      let (said, late) = (without.contacts[i], planned.contacts[i] - without.contacts[i])
      #expect(contacts[i].agrees(with: said, beside: 0.005 * said), "\(i): \(said) \(contacts[i])")
      #expect(again[i].agrees(with: late, beside: 0.01 * late), "\(i): \(late) \(again[i])")
      let time = said * without.handlingSeconds[i]
      #expect(seconds[i].agrees(with: time, beside: 0.005 * time), "\(i): \(time) \(seconds[i])")
      #expect(contacts[i].standardError < 0.02 * said)
    }
  }
}
