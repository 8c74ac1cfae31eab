import CentreModel
import CivilTime
import Testing

@Suite struct HistorySumTests {
  private let monday = Instant(seconds: 1_796_000_400)  // a Monday, 01:00 UTC

  private func rows(_ days: [Int], _ offered: Double) -> [HistoryRow] {
    days.map {
      HistoryRow(
        start: monday + $0 * 86_400, offered: offered, handled: offered,
        handleSeconds: offered * 200)
    }
  }

  @Test func countsAreAddedUpAndAnEndedQueueAddsNothing() {
    // The second was merged into the first after a week.
    let sum = HistorySum.rows(of: [rows(Array(0..<14), 8), rows(Array(0..<7), 10)], zone: .utc)
    #expect(
      sum.rows.map(\.offered) == Array(repeating: 18, count: 7) + Array(repeating: 8, count: 7))
    #expect(sum.rows.first?.handleSeconds == 3600 && sum.incomplete.isEmpty)
  }

  @Test func aDayThatOneOfThemLacksIsUnknown() throws {
    let lacking = (0..<28).filter { $0 != 10 }
    let sum = HistorySum.rows(of: [rows(Array(0..<28), 8), rows(lacking, 10)], zone: .utc)
    #expect(sum.incomplete == [Zone.utc.date(at: monday + 10 * 86_400)])
    #expect(sum.rows.count == 27 && sum.rows.allSatisfy { $0.offered == 18 })
  }

  @Test func aQueueThatNeverWorksOnSundaysIsComplete() {
    let weekdays = (0..<28).filter { $0 % 7 != 6 }
    let sum = HistorySum.rows(of: [rows(Array(0..<28), 8), rows(weekdays, 10)], zone: .utc)
    #expect(sum.incomplete.isEmpty && sum.rows.count == 28)
  }

  @Test func whatIsClosedAddsNothingAndWhatIsUnknownStaysUnknown() {
    let closed = HistoryRow(start: monday, offered: 0, closed: true)
    let unknown = HistoryRow(start: monday, offered: nil)
    let four = HistoryRow(start: monday, offered: 4)
    #expect(HistorySum.rows(of: [[closed], [four]], zone: .utc).rows == [four])
    #expect(HistorySum.rows(of: [[unknown], [four]], zone: .utc).rows.first?.offered == nil)
  }
}
