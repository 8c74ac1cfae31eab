import CentreModel
import CivilTime
import Testing

@Suite struct HistoryPartTests {
  @Test func readsNamesSharesAndDates() {
    let date = CivilDate("2025-10-06")
    #expect(HistoryPart("sales") == HistoryPart(queue: "sales"))
    #expect(HistoryPart("Sales EN") == HistoryPart(queue: "Sales EN"))
    #expect(HistoryPart("sales x0.4") == HistoryPart(queue: "sales", share: 0.4))
    #expect(HistoryPart("sales before 2025-10-06") == HistoryPart(queue: "sales", before: date))
    #expect(
      HistoryPart("Sales EN x0.4 from 2025-10-06 before 2025-10-06")
        == HistoryPart(queue: "Sales EN", share: 0.4, from: date, before: date))
    // A name is never empty, and what is no date or share is part of it.
    #expect(HistoryPart("x0.4") == HistoryPart(queue: "x0.4"))
    #expect(HistoryPart("before 2025-10-06") == HistoryPart(queue: "before 2025-10-06"))
    #expect(HistoryPart("sales x-1") == HistoryPart(queue: "sales x-1"))
    #expect(HistoryPart("  ") == nil)
  }

  @Test func takesItsShareOfTheRowsItIsGiven() throws {
    let zone = try ZoneDatabase.system.zone("Europe/London")
    let first = try #require(CivilDate("2025-10-05"))
    let rows = (0..<3).map {
      HistoryRow(start: zone.startOfDay(first + $0), offered: 10, handled: 8, handleSeconds: 100)
    }
    let part = HistoryPart(queue: "sales", share: 0.5, before: first + 2)
    let taken = part.taken(of: rows, zone: zone)
    #expect(taken.map(\.offered) == [5, 5])
    #expect(taken.first?.handled == 4 && taken.first?.handleSeconds == 50)
  }
}
