import Calculators
import CentreModel
import CivilTime
import Configuration
import Diagnostics
import Files
import Forecasting
import History
import Publishing
import Rostering
import Tables
import TestSupport
import Testing

/// Every reader takes or refuses whatever it is given: none traps, and each problem says something.
///
/// `Scripts/fuzz-readers` runs these for longer.
@Suite struct MutatedInputTests {
  static let zone = (try? ZoneDatabase.system.zone("America/New_York")) ?? .utc

  /// The samples' files of this name, a few kilobytes of each.
  private func samples(_ name: String) -> [String] {
    let forecasts = "\(packageFolder)/Forecasts"
    return ((try? namesInFolder(forecasts)) ?? []).compactMap { centre in
      guard let bytes = try? readFile("\(forecasts)/\(centre)/\(name)") else { return nil }
      return String(decoding: bytes.prefix(6000), as: UTF8.self)
    }
  }

  private func refuses(_ body: () throws -> Void) {
    do { try body() } catch let problem as Problem {
      #expect(!problem.what.isEmpty)
    } catch let problems as Problems {
      #expect(!problems.all.isEmpty && problems.all.allSatisfy { !$0.what.isEmpty })
    } catch let text as MalformedText {
      #expect(!text.what.isEmpty)
    } catch { Issue.record("\(error)") }
  }

  private func readCentre(_ bytes: [UInt8]) throws {
    let root = try ConfigTable(file: "centre.toml", bytes: bytes)
    _ = Centre.read(root, zones: .system)
    _ = RosterRules(from: root)
    _ = root.json()
    _ = root.problems()
  }

  @Test func centres() {
    for bytes in foundInputs("centre") { refuses { try readCentre(bytes) } }
    mutate("centre", samples("centre.toml")) { bytes in refuses { try readCentre(bytes) } }
  }

  @Test func agents() {
    let rules = """
      [[contract]]
      id = "FT"
      length = "8h"
      [[availability]]
      id = "any"
      """
    let file = try? ConfigTable(file: "rules.toml", bytes: Array(rules.utf8))
    guard let file else { return }
    let known = RosterRules(from: file)
    mutate("agents", samples("agents.csv")) { bytes in
      refuses {
        _ = try readAgents(
          CSVTable(file: "agents.csv", bytes: bytes), rules: known, zone: Self.zone)
      }
    }
  }

  private func readHistory(_ bytes: [UInt8]) throws {
    _ = try HistoryFile.read(
      file: "history.csv", bytes: bytes, HistoryReading(zone: Self.zone, isStrict: false))
  }

  @Test func histories() {
    for bytes in foundInputs("history") { refuses { try readHistory(bytes) } }
    mutate("history", samples("history.csv")) { bytes in refuses { try readHistory(bytes) } }
  }

  @Test func holidays() {
    let calendar = """
      BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r
      DTEND;VALUE=DATE:20261226\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20301231\r
      SUMMARY:Christmas\r\nEXDATE;VALUE=DATE:20271225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
      """
    mutate("holidays", samples("holidays.csv") + [calendar, calendar]) { bytes in
      refuses { _ = try HolidayCalendar(file: "h", bytes: bytes) }
    }
  }

  @Test func events() {
    let events =
      "name,date,effect,reason,queue\nPromo,2026-12-01,x1.2,because,q\nA,2026-12-02,+300,,\n"
      + "B,2026-12-03,=4000,,\nC,2026-12-04,like 2025-11-28,,\nD,2026-12-05,hours 08:00-13:00,,\n"
      + "E,2026-12-06,learn 3,,\n"
    let drops =
      "drop_id,date,quantity,medium,expected_response_rate\nd1,2026-11-02,5000,mail,0.03\n"
    mutate("events", [events, drops]) { bytes in
      refuses { _ = try DemandEvent.read(CSVTable(file: "e.csv", bytes: bytes), queue: "q") }
      refuses { _ = try Drop.read(CSVTable(file: "d.csv", bytes: bytes), queue: "q") }
    }
  }

  @Test func texts() {
    let texts = [
      "Mon-Fri 07:00-21:00; Sat 08:00-17:00", "2026-11-30T12:00:00-05:00", "8h30m", "2026-11-30",
      "Mon 22:00-06:00", "22:00-06:00", "2026-03-08 02:30",
    ]
    mutate("texts", texts, usual: 20_000) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      refuses { _ = try OpeningHours(text) }
      refuses { _ = try Instant(text, in: Self.zone) }
      _ = CivilDate(text)
      _ = parseDuration(text)
      _ = minutesOfDay(text)
    }
  }

  @Test func rosterFiles() {
    let requirement = "interval_start,required\n2026-11-23T09:00Z,5\n2026-11-23T09:30Z,6\n"
    let segments =
      "agent_id,activity,start_utc,end_utc\nA,work,2026-11-23T09:00Z,2026-11-23T17:00Z\n"
    let pins = "agent_id,date,kind\nA,2026-11-23,off\n"
    let ledger = "agent_id,nights,weekends,unpopular,weekends_in_month\nA,1,2,3,0\n"
    mutate("roster", [requirement, segments, pins, ledger]) { bytes in
      let table = { try CSVTable(file: "r.csv", bytes: bytes) }
      refuses { _ = try readRequirement(table(), zone: Self.zone) }
      refuses { _ = try readSegments(table()) }
      refuses { _ = try readPins(table(), zone: Self.zone) }
      refuses { _ = try FairnessLedger(table()) }
    }
  }

  @Test func manifests() {
    let sample = """
      {"as_of":"2026-11-23T00:00:00Z","centre":"C","from":"2026-11-30","inputs":[{"bytes":1,\
      "name":"a","sha256":"00"}],"options":{},"outputs":[],"plan_id":"1","schema":1,"seed":1,\
      "to":"2026-12-07","versions":{}}
      """
    mutate("manifest", [sample, String(repeating: "[", count: 5000)]) { bytes in
      refuses { _ = try Manifest.decoded(bytes, file: "manifest.json") }
    }
  }

  /// Reading only: what follows from a plan is bounded by what is read.
  @Test func planFiles() {
    let sample =
      "start,calls_per_hour,aht_s,patience_s,T_s,agents\n08:00,48,300,180,20,6\n08:15,49,300,180,20,6\n"
    mutate("plan", [sample]) { bytes in
      refuses {
        _ = try PlanFile(
          CSVTable(file: "p.csv", bytes: bytes), intervalSeconds: 900, needsAgents: true)
      }
    }
  }

  @Test(arguments: ["b", "c", "a", "x", "chat"])
  func calculations(_ name: String) throws {
    let model = try #require(calculator(named: name))
    let sample =
      "calls_per_hour,aht_s,n,T_s,patience_s,target_sl,redial_prob,aht_list_s\n"
      + "120,300,12,20,180,0.8,0.3,300|400|510\n60,180,,20,120,0.9,0.1,300\n"
    for bytes in foundInputs("batch-\(name)-") { refuses { try run(model, bytes) } }
    mutate("batch-\(name)", [sample], usual: 200) { bytes in refuses { try run(model, bytes) } }
  }

  private func run(_ model: any Calculator, _ bytes: [UInt8]) throws {
    let batch = try Batch(model, CSVTable(file: "b.csv", bytes: bytes), format: .csv)
    try batch.run { _ in }
  }
}
