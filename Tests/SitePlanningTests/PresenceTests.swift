import CentreModel
import CivilTime
import RosterChecking
import SitePlanning
import Testing

@Suite("Who is at work")
struct PresenceTests {
  private let start = Instant(seconds: 1_796_000_400)

  private func segment(
    _ from: Int, _ to: Int, _ queue: String = "q", _ activity: Activity = .work
  ) -> RosterSegment {
    RosterSegment(
      agent: "A", activity: activity, start: start + from * 60, end: start + to * 60, queue: queue)
  }

  private func chained(_ segments: [RosterSegment]) throws -> RosterShift {
    try #require(RosterShift.shifts(of: segments).first)
  }

  @Test("a quarter hour's break costs a quarter of an hour, not half")
  func partOfAnInterval() {
    let requirement = RosterRequirement(
      start: start, intervalSeconds: 1800, queues: ["q"], required: [[1, 1, 1]])
    let presence = RosterPresence(
      [segment(0, 30), segment(30, 45, "", .break), segment(45, 90)], over: requirement)
    #expect(presence.slotSeconds == 900)
    #expect(presence.cover(queue: 0, interval: 0).working == 1)
    #expect(
      presence.cover(queue: 0, interval: 1) == .init(working: 0.5, missing: 0.5, surplus: 0))
  }

  @Test("a surplus after a break does not make good what was missing in it")
  func momentByMoment() {
    let requirement = RosterRequirement(
      start: start, intervalSeconds: 1800, queues: ["q"], required: [[1]])
    let presence = RosterPresence([segment(15, 30), segment(15, 30)], over: requirement)
    #expect(
      presence.cover(queue: 0, interval: 0) == .init(working: 1, missing: 0.5, surplus: 0.5))
  }

  @Test("random rosters: the same as counting every minute")
  func everyMinute() {
    var state: UInt64 = 7
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    for _ in 0..<50 {
      let required = [(0..<8).map { _ in random(4) }, (0..<8).map { _ in random(4) }]
      let requirement = RosterRequirement(
        start: start, intervalSeconds: 1800, queues: ["a", "b"], required: required)
      let segments = (0..<random(12)).map { _ in
        let from = random(60) * 5 - 30
        return segment(from, from + 5 * (1 + random(30)), ["a", "b", "c"][random(3)])
      }
      let presence = RosterPresence(segments, over: requirement)
      for q in 0..<2 {
        for i in 0..<8 {
          var (working, missing, surplus) = (0, 0, 0)
          for minute in (i * 30)..<(i * 30 + 30) {
            let at = start + minute * 60
            let there = segments.count {
              $0.queue == ["a", "b"][q] && $0.start <= at && at < $0.end
            }
            working += there
            missing += max(0, required[q][i] - there)
            surplus += max(0, there - required[q][i])
          }
          let cover = presence.cover(queue: q, interval: i)
          #expect(abs(cover.working * 30 - Double(working)) < 1e-9)
          #expect(abs(cover.missing * 30 - Double(missing)) < 1e-9)
          #expect(abs(cover.surplus * 30 - Double(surplus)) < 1e-9)
        }
      }
    }
  }

  @Test("paid flags are those of the contract's kind of shift")
  func paid() throws {
    let meal = Pause(
      activity: .meal, lengthSeconds: 1800, earliestSeconds: 0, latestSeconds: 9000, isPaid: true)
    let rest = Pause(
      activity: .break, lengthSeconds: 900, earliestSeconds: 0, latestSeconds: 9000, isPaid: false)
    let contract = RosterContract(
      id: "FT", kinds: [ShiftKind(id: "s", lengthSeconds: 4 * 3600, pauses: [meal, rest])])
    let shift = try chained([
      segment(0, 60), segment(60, 90, "", .meal), segment(90, 150), segment(150, 165, "", .break),
      segment(165, 240),
    ])
    #expect(shift.paidFlags(contract) == [true, true, true, false, true])
    // A shift of no kind of the contract is paid as is usual.
    let other = try chained([
      segment(0, 60), segment(60, 90, "", .meal), segment(90, 100, "", .break),
    ])
    #expect(other.paidFlags(contract) == [true, false, true])
    #expect(other.paidFlags(nil) == [true, false, true])
  }
}
