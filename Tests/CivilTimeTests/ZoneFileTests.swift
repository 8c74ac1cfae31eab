import CivilTime
import Diagnostics
import Foundation
import Testing

/// A version 2 zone file without transitions, only a footer.
func zoneFile(footer: String, offset: Int32 = 0) -> [UInt8] {
  func header(_ version: UInt8) -> [UInt8] {
    Array("TZif".utf8) + [version] + Array(repeating: 0, count: 15)
      + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
  }
  let bits = UInt32(bitPattern: offset)
  let type = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) } + [0, 0]
  let block = type + Array("LMT\0".utf8)
  return header(50) + block + header(50) + block + Array("\n\(footer)\n".utf8)
}

func zone(footer: String) throws(Problem) -> Zone {
  try Zone(name: "Test", bytes: zoneFile(footer: footer), file: "test.tzif")
}

@Suite struct ZoneFileTests {
  @Test(arguments: [
    // Signs are inverted; names may be quoted.
    ("PST-8", "2050-01-01T00:00:00Z", 28_800), ("<-03>3", "2050-01-01T00:00:00Z", -10_800),
    ("<+0545>-5:45", "2050-01-01T00:00:00Z", 20_700),
    ("EST5EDT,M3.2.0,M11.1.0", "2050-03-13T06:59:59Z", -18_000),
    ("EST5EDT,M3.2.0,M11.1.0", "2050-03-13T07:00:00Z", -14_400),
    ("EST5EDT", "2050-07-01T00:00:00Z", -14_400),
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2050-01-01T00:00:00Z", 39_600),
    ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2050-07-01T00:00:00Z", 37_800),
    // Negative daylight saving time, as in Ireland.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-01-01T00:00:00Z", 0),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-07-01T00:00:00Z", 3600),
    // Times before midnight and beyond 24 hours: Greenland, Israel.
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T00:59:59Z", -7200),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z", -3600),
    ("IST-2IDT,M3.4.4/26,M10.5.0", "2050-03-24T23:59:59Z", 7200),
    ("IST-2IDT,M3.4.4/26,M10.5.0", "2050-03-25T00:00:00Z", 10_800),
    // Julian days skip 29 February, zero-based ones count it.
    ("A1BCD".replacing("A1", with: "AAA1") + ",J60/0,J300/0", "2048-03-01T00:59:59Z", -3600),
    ("AAA1BCD,J60/0,J300/0", "2048-03-01T01:00:00Z", 0),
    ("AAA1BCD,59/0,300/0", "2048-02-29T01:00:00Z", 0),
    ("AAA1BCD,59/0,300/0", "2049-03-01T00:59:59Z", -3600),
    // Daylight saving time all year round.
    ("EST5EDT,0/0,J365/25", "2050-01-01T04:30:00Z", -14_400),
    ("EST5EDT,0/0,J365/25", "2050-07-01T00:00:00Z", -14_400),
    ("EST5EDT,0/0,J365/25", "2050-12-31T23:59:59Z", -14_400),
    // Beyond every table.
    ("EST5EDT,M3.2.0,M11.1.0", "9999-07-01T00:00:00Z", -14_400),
  ])
  func rulesDecideBeyondTheTable(footer: String, at: String, offset: Int) throws {
    #expect(try zone(footer: footer).offsetSeconds(at: Instant(at)) == offset)
  }

  @Test(arguments: [
    "5", "ES5", "EST", "EST5EDT,M13.1.0,M4.1.0", "EST5EDT,M3.2.0", "EST5EDT,M3.6.0,M4.1.0", "<5",
    "EST25", "EST5EDT,J0,J365", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x", "EST5:60",
  ])
  func brokenRulesAreErrors(footer: String) {
    let problem = #expect(throws: Problem.self) { try zone(footer: footer) }
    #expect(problem?.value == footer)
    #expect(problem?.place?.file == "test.tzif")
  }

  @Test func readsVersion1() throws {
    let name = "America/New_York"
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: "\(system.folder)/\(name)")))
    bytes[4] = 0
    let old = try Zone(name: name, bytes: bytes, file: "old")
    let new = try system.zone(name)
    for year in 1971...2036 {
      for month in [1, 7] {
        let noon = try Instant("\(year)-0\(month)-01T12:00:00Z")
        #expect(old.offsetSeconds(at: noon) == new.offsetSeconds(at: noon))
      }
    }
  }

  /// Whatever stands in a file: a zone or an error, and no answer that traps.
  @Test func brokenFilesNeverTrap() throws {
    var seeds = [zoneFile(footer: "EST5EDT,M3.2.0,M11.1.0")]
    for name in ["America/New_York", "Asia/Manila", "Africa/Casablanca", "UTC"] {
      seeds.append(try Array(Data(contentsOf: URL(fileURLWithPath: "\(system.folder)/\(name)"))))
    }
    var state: UInt64 = 7
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(below))
    }
    var accepted = 0
    for round in 0..<6000 {
      var bytes = seeds[random(seeds.count)]
      for _ in 0...random(8) {
        // Half of the damage goes to the headers and the footer, where it hurts most.
        let place =
          switch random(4) {
          case 0: random(44)
          case 1: bytes.count - 1 - random(min(40, bytes.count))
          default: random(bytes.count)
          }
        bytes[place] = random(2) == 0 ? UInt8(random(256)) : bytes[place] ^ UInt8(1 << random(8))
      }
      if round % 5 == 0 { bytes.removeLast(random(bytes.count)) }
      guard let zone = try? Zone(name: "Fuzz", bytes: bytes, file: "fuzz") else { continue }
      accepted += 1
      for seconds in [.min, -9_000_000_000, 0, 1_800_000_000, 4_133_980_800, 253_402_300_799, .max]
        as [Int64]
      {
        let local = zone.local(at: Instant(seconds: seconds))
        #expect((0..<86_400).contains(local.secondsOfDay))
      }
      for day in [0, 20_000, 47_846, 60_000] {
        let length = zone.dayLengthSeconds(CivilDate(dayNumber: day))
        #expect((-200_000...300_000).contains(length))
      }
    }
    #expect(accepted > 100)
  }
}
