import CentreModel
import CivilTime
import Forecasting
import Testing

/// Times of a clock that is not changed are found by the forecast itself, and the zone that fits is named.
@Suite struct ClockCheckTests {
  /// A history whose instants were written by another clock and read by that of `zone`.
  private func read(in zone: Zone, writtenIn other: Zone, customersIn own: Zone) -> QueueHistory {
    let made = MadeHistory(zone: own)
    var history = made.history(from: date("2025-08-04"), days: 280)
    for k in history.rows.indices {
      let local = other.local(at: history.rows[k].start)
      history.rows[k].start = zone.resolve(local.date, secondsOfDay: local.secondsOfDay).first
    }
    return history
  }

  private func remark(_ history: QueueHistory, _ zone: Zone) throws -> String? {
    let made = MadeHistory(zone: zone)
    return try QueueForecaster.forecast(history, made.setting(from: date("2026-05-11")))
      .evidence.remarks.first { $0.contains("moves by an hour") }
  }

  @Test func timesInUTCAreNamed() throws {
    let zone = try ZoneDatabase.system.zone("America/New_York")
    let found = try remark(read(in: zone, writtenIn: .utc, customersIn: zone), zone)
    #expect(found?.contains("on 2025-11-02, 2026-03-08") == true, "\(found ?? "")")
    #expect(found?.contains("not changed; UTC fits") == true, "\(found ?? "")")
  }

  @Test func standardTimeAllYearIsNamed() throws {
    let zone = try ZoneDatabase.system.zone("America/New_York")
    let fixed = try ZoneDatabase.system.zone("America/Panama")
    let found = try remark(read(in: zone, writtenIn: fixed, customersIn: zone), zone)
    #expect(found?.contains("the standard time of America/New_York all year, UTC-5:00") == true)
  }

  @Test func rightTimesAndCustomersWithoutChanges() throws {
    let zone = try ZoneDatabase.system.zone("America/Denver")
    #expect(try remark(read(in: zone, writtenIn: zone, customersIn: zone), zone) == nil)
    let phoenix = try ZoneDatabase.system.zone("America/Phoenix")
    let found = try remark(read(in: zone, writtenIn: zone, customersIn: phoenix), zone)
    #expect(found?.contains("a zone whose clocks are not changed, at UTC-7:00") == true)
  }
}
