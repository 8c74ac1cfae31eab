import CollectionsModel
import TestSupport
import Testing

/// Dials that wait for days with less to follow up.
@Suite struct DialPaceTests {
  @Test("a day of follow-ups is dialled less, the others more, and every day has as much work")
  func worksEvenly() {
    // Three days of 10 hours; 2 of 6 hours' work can wait, and the second day has an hour of follow-ups.
    let days = [0.0, 3600, 0].map {
      DiallingDay(
        seconds: 36_000, fixedWork: 14_400, waitingWork: 7200, followUpWork: $0)
    }
    let paces = dialPace(days, most: 2)
    #expect(abs(paces[0] - 7 / 6.0) < 1e-9 && abs(paces[1] - 4 / 6.0) < 1e-9)
    // Where every account is tried every day nothing can wait.
    #expect(dialPace(days, most: 1) == [1, 1, 1])
    #expect(dialPace([days[0], days[2]], most: 2) == [1, 1])
  }

  @Test("random weeks keep dials and bounds, and no move of a dial makes days more even")
  func keepsTheDials() {
    var random = SeededGenerator(state: 11)
    for _ in 0..<300 {
      let days = (0..<6).map { _ in
        DiallingDay(
          seconds: 3600 * Double(1 + random.whole(below: 12)),
          fixedWork: Double(random.whole(below: 20_000)),
          waitingWork: Double(1 + random.whole(below: 20_000)),
          followUpWork: random.happens(0.4) ? Double(random.whole(below: 30_000)) : 0)
      }
      let most = 1 + Double(1 + random.whole(below: 20)) / 10
      let paces = dialPace(days, most: most)
      let dials = zip(days, paces).reduce(0) { $0 + $1.0.seconds * $1.1 }
      let wanted = days.reduce(0) { $0 + $1.seconds }
      #expect(abs(dials - wanted) < 1e-6 * wanted)
      #expect(paces.allSatisfy { $0 >= 0 && $0 <= most })
      guard days.contains(where: { $0.followUpWork > 0 }) else { continue }
      // A day that could be dialled less stands no higher than one that could be dialled more.
      let loads = zip(days, paces).map { day, pace in
        (day.fixedWork + day.followUpWork + pace * day.waitingWork)
          / (day.fixedWork + day.waitingWork)
      }
      for a in days.indices where paces[a] > 1e-6 {
        for b in days.indices where paces[b] < most - 1e-6 { #expect(loads[a] <= loads[b] + 1e-6) }
      }
    }
  }
}
