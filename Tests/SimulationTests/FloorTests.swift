import Queueing
import Simulation
import Testing

/// Floors whose arrivals, agents and hours change, against what is exact where nothing changes.
@Suite struct FloorTests {
  /// Twenty days of a steady floor as one run, so that a mean has a small error.
  private static let hours = 480.0

  @Test func steadyChatFloorIsTheExactChain() throws {
    let exact = try Chat.performance(
      of: ChatQuestion(
        chatsPerHour: 30, handlingSeconds: [420, 520, 660], patienceSeconds: 240,
        thresholdSeconds: 60), agents: 3
    ).queue
    let floor = ChatFloor(
      intervals: (0..<Int(Self.hours)).map {
        .init(start: Double($0) * 3600, end: Double($0 + 1) * 3600, chatsPerHour: 30)
      }, handlingSeconds: [420, 520, 660], patience: .exponential(mean: 240), thresholdSeconds: 60)
    var sums = ServiceSums()
    for k in 0..<20 {
      var stream = RandomStream(seed: 3, stream: UInt64(k))
      var all = ServiceTally()
      for tally in floor.run(&stream, staff: [.init(from: 0, agents: 3)]) { all.append(tally) }
      sums.add(all)
    }
    for (definition, expected) in [
      (ServiceSums.Definition.offered, exact.serviceLevel.ofOffered),
      (.answered, exact.serviceLevel.ofAnswered),
      (.excludingShortAbandons, exact.serviceLevel.excludingShortAbandons),
      (.virtual, exact.serviceLevel.virtual),
    ] {
      let found = try #require(sums.serviceLevel(definition))
      #expect(abs(found.value - expected) < 2 * found.halfWidth + 1e-4, "\(definition): \(found)")
    }
    let lost = try #require(sums.abandonment)
    #expect(abs(lost.value - exact.abandonment) < 2 * lost.halfWidth + 1e-4)
    let occupancy = try #require(sums.occupancy)
    #expect(abs(occupancy.value - exact.occupancy) < 2 * occupancy.halfWidth + 1e-3)
  }

  @Test func steadyBlendIsTheExactChain() throws {
    let question = StaffingQuestion(
      callsPerHour: 60, handlingSeconds: 240, patienceSeconds: 180, thresholdSeconds: 20)
    let exact = try Blend.performance(of: question, agents: 7, busyThreshold: 5)
    let floor = BlendFloor(
      intervals: (0..<Int(Self.hours)).map {
        .init(
          start: Double($0) * 3600, end: Double($0 + 1) * 3600, callsPerHour: 60,
          handlingSeconds: 240, reserve: 2, outboundSeconds: 240)
      }, patience: .exponential(mean: 180), thresholdSeconds: 20)
    var sums = ServiceSums()
    var outbound = 0.0
    for k in 0..<20 {
      var stream = RandomStream(seed: 5, stream: UInt64(k))
      let found = floor.run(&stream, staff: [.init(from: 0, agents: 7)])
      var all = ServiceTally()
      for tally in found.calls { all.append(tally) }
      sums.add(all)
      outbound += found.outbound.reduce(0, +) / Self.hours / 20
    }
    let level = try #require(sums.serviceLevel(.offered))
    #expect(
      abs(level.value - exact.inbound.serviceLevel.ofOffered) < 2 * level.halfWidth + 1e-4)
    #expect(abs(outbound / exact.outboundPerHour - 1) < 0.02, "\(outbound) \(exact)")
  }

  /// Nobody is there in the second hour, and the floor closes after the third.
  @Test func staffAndHoursChange() throws {
    let floor = ChatFloor(
      intervals: (0..<4).map {
        .init(
          start: Double($0) * 3600, end: Double($0 + 1) * 3600, chatsPerHour: 40, isOpen: $0 < 3)
      }, handlingSeconds: [300, 400], patience: .never, thresholdSeconds: 60)
    var stream = RandomStream(seed: 1, stream: 0)
    let tallies = floor.run(
      &stream,
      staff: [
        .init(from: 0, agents: 6), .init(from: 3600, agents: 0), .init(from: 7200, agents: 6),
        .init(from: 10_800, agents: 0),
      ])
    #expect(tallies[0].inTime == tallies[0].offered)
    #expect(tallies[1].inTime < 3, "\(tallies[1])")
    #expect(tallies[1].staffedSeconds == 0)
    #expect(tallies[1].backlog > 20)
    #expect(tallies[3].offered == 0)
    let offered = tallies.reduce(0) { $0 + $1.offered }
    #expect(tallies.reduce(0) { $0 + $1.answered + $1.abandoned } == offered)
  }

  @Test(arguments: [0.3, 4, 9.99, 10, 37.5, 4000]) func poissonCountsHaveMeanAndVariance(
    mean: Double
  ) {
    var stream = RandomStream(seed: 11, stream: 0)
    let count = 40_000.0
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<Int(count) {
      let x = stream.poisson(mean: mean)
      sum += x
      squares += (x - mean) * (x - mean)
    }
    // Five standard errors.
    #expect(abs(sum / count - mean) < 5 * (mean / count).squareRoot())
    #expect(abs(squares / count / mean - 1) < 5 * ((2 + 1 / mean) / count).squareRoot())
  }
}
