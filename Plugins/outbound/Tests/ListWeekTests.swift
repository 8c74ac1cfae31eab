import CivilTime
import OutboundModel
import Testing
import Workloads

/// Lists by the hour, against plain sums.
@Suite struct ListWeekTests {
  private let work = ListWorkload(
    records: 4000, attempts: Attempts(contactRate: 0.1, maximum: 4), handlingSeconds: 300,
    noContactSeconds: 20, otherLive: 0.1, otherSeconds: 60)
  private let monday = CivilDate(dayNumber: 20_787)  // 2026-11-30

  /// Half hours of some days from 09:00 to 21:00, all of them to be dialled in.
  private func stretches(_ days: [Int], hours: Range<Int> = 9..<21) -> [ListWeek.Stretch] {
    days.flatMap { day in
      hours.flatMap { hour in
        [0, 1800].map {
          ListWeek.Stretch(
            start: Zone.utc.startOfDay(monday + day) + hour * 3600 + $0, seconds: 1800)
        }
      }
    }
  }

  private func week(
    _ stretches: [ListWeek.Stretch], weights: [Double] = [],
    _ callBacks: ListWeek.CallBacks = .init(share: 0, reached: 1)
  ) -> ListWeek {
    ListWeek(
      work, part: 1, hourWeights: HourWeights(weights), callBacks: callBacks, zones: [.utc],
      stretches)
  }

  @Test("Without weights every interval has the same, and all of it is the list's")
  func even() {
    let found = week(stretches([0, 1, 2]))
    let each = (work.contacts + work.otherContacts) / 72
    #expect(found.contacts.allSatisfy { abs($0 - each) < 1e-9 })
    let hours = zip(found.contacts, found.handlingSeconds).reduce(0) { $0 + $1.0 * $1.1 } / 3600
    #expect(abs(hours - work.workHours) < 1e-9)
  }

  @Test("An evening that answers twice as often has twice the contacts of the same dials")
  func evening() {
    // 17 to 21 h answers twice as often; weights from 9 to 21 h have the mean 16/12.
    let weights = (0..<24).map { $0 < 9 || $0 >= 21 ? 0.0 : $0 >= 17 ? 2 : 1 }
    let found = week(stretches([0, 1, 2]), weights: weights)
    #expect(abs(found.work.attempts.contactRate - 0.1) < 1e-12)
    let others = work.otherContacts / 72
    let right = found.contacts.map { $0 - others }
    #expect(abs(right[20] / right[0] - 2) < 1e-9)
    // Only the evening is dialled: each dial reaches 1.5 times the mean, so that fewer are made.
    let late = week(stretches([0, 1, 2], hours: 17..<21), weights: weights)
    #expect(abs(late.work.attempts.contactRate - 0.15) < 1e-12)
    #expect(late.work.dials < work.dials && late.work.contacts > work.contacts)
    let hours = zip(late.contacts, late.handlingSeconds).reduce(0) { $0 + $1.0 * $1.1 } / 3600
    #expect(abs(hours - late.work.workHours) < 1e-9)
  }

  @Test("Call-backs come on the next day with hours, when they are asked for")
  func callBacks() {
    // Friday, Saturday off, Sunday; asked for at 18 h three times as often as at 10 h.
    let days = stretches([4, 6])
    let first = week(days)
    var asked = [Double](repeating: 0, count: 24)
    (asked[10], asked[18]) = (1, 3)
    let again = week(days, .init(share: 0.2, reached: 0.75, hours: HourWeights(asked)))
    let added = zip(again.contacts, first.contacts).map { $0 - $1 }
    // A quarter is missed and dialled once more.
    let promised = 0.2 * 1.25 * first.contacts[..<24].reduce(0, +)
    #expect(added[..<24].allSatisfy { abs($0) < 1e-9 })
    #expect(abs(added.reduce(0, +) - promised) < 1e-9)
    let (ten, six) = (added[24 + 2] + added[24 + 3], added[24 + 18] + added[24 + 19])
    #expect(abs(ten - promised / 4) < 1e-9 && abs(six - 3 * promised / 4) < 1e-9)
    // Nobody asks for a time: the same one, and evenly what falls into closed hours.
    let short = stretches([4]) + stretches([5], hours: 9..<13)
    let plain = week(short, .init(share: 0.2, reached: 1))
    let base = week(short)
    let moved = zip(plain.contacts, base.contacts).map { $0 - $1 }
    #expect(abs(moved[24...].reduce(0, +) - 0.2 * base.contacts[..<24].reduce(0, +)) < 1e-9)
    #expect(moved[24...].allSatisfy { abs($0 - moved[24]) < 1e-9 })
  }

  @Test("Without hours nothing is called")
  func closed() {
    let none = stretches([0]).map { ListWeek.Stretch(start: $0.start, seconds: 0) }
    let found = week(none, .init(share: 0.2, reached: 1))
    #expect(found.contacts.allSatisfy { $0 == 0 })
  }
}
