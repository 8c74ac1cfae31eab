import FloorModel
import Testing

/// A 40 21:00-06:00, B 35 22:00-07:00, C 30 05:30-14:30, D 25 14:00-23:00.
private let shifts = [
  DailyShift(name: "A", people: 40, start: 1260, length: 540),
  DailyShift(name: "B", people: 35, start: 1320, length: 540),
  DailyShift(name: "C", people: 30, start: 330, length: 540),
  DailyShift(name: "D", people: 25, start: 840, length: 540),
]

@Suite struct SeatTests {
  @Test func fourShiftsPeakAt105AndTake111Seats() throws {
    let need = FloorNeed(shifts: shifts, policy: SeatPolicy())
    #expect(need.peak == 105)
    #expect(need.pools.first?.from == 330)
    #expect(need.pools.first?.to == 360)
    #expect(need.rostered == 130)
    #expect(abs(need.headsPerSeat - 1.24) < 0.005)
    #expect(need.seats == 111)
    #expect(need.supervisorStations == 7)
    #expect(need.headsets == 137)
  }

  @Test func theSecondPeakIs100InTheEvening() {
    #expect(dailyOccupancy(shifts).peak(from: 1320, to: 1380) == 100)
    #expect(dailyOccupancy(shifts).peak(from: 1381, to: 1440) == 75)
  }

  @Test func movingCToSixSavesSixSeats() throws {
    let move = try #require(ShiftMove.best(shifts, policy: SeatPolicy()))
    #expect(move.name == "C")
    #expect(move.newStart == 360)
    #expect(move.seatsAfter == 105)
    #expect(move.saved == 6)
  }

  @Test func aHandoverKeepsTheSeatTaken() {
    var moved = shifts
    moved[2].start = 360
    #expect(FloorNeed(shifts: moved, policy: SeatPolicy(handover: 10)).peak == 105)
  }

  @Test func poolsDoNotShareSeats() {
    let early = DailyShift(name: "early", people: 20, start: 360, length: 480, pool: "bank")
    let late = DailyShift(name: "late", people: 20, start: 840, length: 480, pool: "shop")
    var shared = late
    shared.pool = "bank"
    let policy = SeatPolicy(spare: 0)
    #expect(FloorNeed(shifts: [early, shared], policy: policy).seats == 20)
    #expect(FloorNeed(shifts: [early, late], policy: policy).seats == 40)
  }

  @Test func peopleAtHomeTakeNoSeat() {
    let shift = DailyShift(name: "day", people: 20, start: 540, length: 480, remote: 8)
    #expect(FloorNeed(shifts: [shift], policy: SeatPolicy(spare: 0)).seats == 12)
  }

  @Test func nothingToSaveIsNoMove() {
    #expect(ShiftMove.best([shifts[0]], policy: SeatPolicy()) == nil)
    #expect(FloorNeed(shifts: [], policy: SeatPolicy()).seats == 0)
  }

  @Test func aShiftRoundTheClockIsThereAllDay() {
    let all = DailyShift(name: "all", people: 3, start: 600, length: 1440)
    #expect(dailyOccupancy([all]).peak?.people == 3)
    #expect(dailyOccupancy([all]).peak(from: 0, to: 1440) == 3)
  }
}

@Suite struct RosterMoveTests {
  /// The four shifts of the example as 130 people on one night, in minutes.
  var roster: [FloorShift] {
    [(40, 1260, 1800), (35, 1320, 1860), (30, 1770, 2310), (25, 840, 1380)].flatMap {
      people, start, end in
      [FloorShift](repeating: FloorShift(start: start, end: end, pool: ""), count: people)
    }
  }

  @Test func theSameMoveIsFoundInARoster() throws {
    #expect(RosterMove.seats(roster, policy: SeatPolicy()) == 111)
    let move = try #require(
      RosterMove.best(roster, policy: SeatPolicy(), reach: 120, step: 15))
    #expect(move.people == 30)
    #expect(move.seconds == 30)
    #expect(move.saved == 6)
  }
}
