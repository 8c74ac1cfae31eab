import CentreModel
import CivilTime
import Forecasting
import Foundation
import History
import Tables

/// One origin of a five-minute series, and many queues of two years at 30 minutes.
///
/// With Python and statsforecast installed its MSTL is timed on the same five-minute series.
func benchForecast() async throws {
  var table = TextTable([
    .left("forecast, one week"), .right("CPU"), .right("wall"), .right("peak memory"),
  ])
  let path = "\(sharedFolder)/data/bank5.csv"
  if FileManager.default.fileExists(atPath: path) {
    let zone = try ZoneDatabase.system.zone("America/New_York")
    guard let from = CivilDate("2003-10-20") else { return }
    var setting = ForecastSetting(zone: zone, asOf: zone.startOfDay(from), from: from)
    setting.namedDays = try HolidayCalendar(path: "\(sharedFolder)/data/holidays.csv").holidays
      .map(NamedDay.init)
    let prepared = setting
    let spent = try await measure {
      let file = try HistoryFile.read(path: path, HistoryReading(zone: zone))
      for queue in file.queues { _ = try QueueForecaster.forecast(queue, prepared) }
    }
    table.row(
      "bank5, 27,000 rows, selection and bounds included", show(spent.cpu), show(spent.wall),
      "\(resources().ru_maxrss / 1024) MB")
  }
  let count = 1000
  let spent = try await measure { try await forecastMany(count) }
  table.row(
    "\(count) queues of two years at 30 min, made and forecast", show(spent.cpu), show(spent.wall),
    "\(resources().ru_maxrss / 1024) MB")
  table.row("the same, one queue", show(spent.cpu / Double(count)), "", "")
  print(table.text(), terminator: "")
  peerForecast(path)
}

/// Forecasts queues made one by one, four at a time, none kept.
private func forecastMany(_ count: Int) async throws {
  guard let first = CivilDate("2024-11-25") else { return }
  let zone = Zone.utc
  let from = first + 728
  try await withThrowingTaskGroup(of: Void.self) { group in
    for queue in 0..<count {
      if queue >= 4 { try await group.next() }
      group.addTask {
        var state = UInt64(queue + 1)
        var rows: [HistoryRow] = []
        rows.reserveCapacity(728 * 48)
        for day in 0..<728 {
          for slot in 0..<48 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let x = Double(slot) / 48
            let noise = 0.9 + 0.2 * Double(state >> 33) / 4_294_967_296
            let weekday = 1.2 - 0.08 * Double(day % 7)
            rows.append(
              HistoryRow(
                start: zone.startOfDay(first + day) + slot * 1800,
                offered: (80 * x * (1 - x) * weekday * noise).rounded()))
          }
        }
        let history = QueueHistory(queue: "q\(queue)", intervalSeconds: 1800, rows: rows)
        let setting = ForecastSetting(zone: zone, asOf: zone.startOfDay(from), from: from)
        _ = try QueueForecaster.forecast(history, setting)
      }
    }
    try await group.waitForAll()
  }
}

/// The same series through statsforecast, when it is installed.
private func peerForecast(_ path: String) {
  let script = """
    import sys,time,resource
    try:
        import numpy as np
        from statsforecast.models import MSTL
    except ImportError:
        print('statsforecast is not installed: no comparison'); sys.exit()
    y=np.array([float(l.split(',')[1]) for l in open(sys.argv[1]).read().split()[1:] if ',' in l])
    t=time.process_time(); MSTL(season_length=[169,845]).forecast(y=y,h=845)
    r=resource.getrusage(resource.RUSAGE_SELF)
    print('statsforecast MSTL on bank5: %.2f s CPU, %d MB'%(time.process_time()-t,r.ru_maxrss/1024))
    """
  runPython(script, path)
}
