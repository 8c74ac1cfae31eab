import CivilTime
import Foundation
import Testing

/// The output of a program, or nil when it is not there or fails.
func output(of program: String, _ arguments: [String]) -> String? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
}

/// Every change of a zone's offset from 1970 to the end of 2100.
private func changes(of zone: Zone) -> [Instant] {
  var all: [Instant] = []
  var last = Instant(seconds: 0)
  while let next = zone.nextChange(after: last), next.seconds <= 4_133_980_800 {
    all.append(next)
    last = next
  }
  return all
}

@Suite struct ZoneOracleTests {
  /// Python's zoneinfo is written independently of ours and reads the same files.
  @Test func agreesWithPython() throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Oracles/zones.py").path
    guard let text = output(of: "python3", [script, system.folder]) else {
      print("Skipped: there is no python3 with zoneinfo to compare with.")
      return
    }
    let lines = text.split(separator: "\n")
    #expect(lines.count > 400)
    for line in lines {
      let words = line.split(separator: " ")
      let zone = try system.zone(String(words[0]))
      #expect("\(zone.offsetSeconds(at: Instant(seconds: 0)))" == words[1], "\(zone)")
      var found: [Instant] = []
      var before = Int(words[1]) ?? 0
      for word in words.dropFirst(2) {
        let n = word.split(separator: ",").compactMap { Int($0) }
        let at = Instant(seconds: Int64(n[0]))
        found.append(at)
        var wrong = zone.offsetSeconds(at: at) != n[1] || zone.offsetSeconds(at: at - 1) != before
        let day = Int((Double(n[2]) / 86_400).rounded(.down))
        let first = Instant(seconds: Int64(n[3]))
        let second = Instant(seconds: Int64(n[4]))
        let expected: LocalResolution =
          n[1] > before
          ? .gap(before: first, after: second) : .overlap(first: first, second: second)
        let wall = zone.resolve(CivilDate(dayNumber: day), secondsOfDay: n[2] - day * 86_400)
        wrong = wrong || wall != expected
        #expect(!wrong, "\(zone) at \(at)")
        before = n[1]
      }
      #expect(changes(of: zone) == found, "\(zone)")
    }
  }

  /// Slim files end at the last change of the rules; the footer must say what fat ones spell out.
  @Test func slimFilesMeanTheSame() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("muster-zones-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let zic = ["/usr/sbin/zic", "/usr/bin/zic"].first { FileManager.default.fileExists(atPath: $0) }
    func compile(_ kind: String) -> Bool {
      let source = "\(system.folder)/tzdata.zi"
      return zic.flatMap { output(of: $0, ["-b", kind, "-d", "\(folder)/\(kind)", source]) } != nil
    }
    guard compile("slim"), compile("fat") else {
      print("Skipped: there is no zic to compile zone files with.")
      return
    }
    let slim = ZoneDatabase(folder: "\(folder)/slim")
    let fat = ZoneDatabase(folder: "\(folder)/fat")
    // For these two zic itself leaves the changes around Ramadan from 2073 on out of slim files.
    let different = ["Asia/Gaza", "Asia/Hebron"]
    for name in system.names() where !different.contains(name) {
      let a = try slim.zone(name)
      let b = try fat.zone(name)
      let expected = changes(of: b)
      let isSame =
        changes(of: a) == expected
        && expected.allSatisfy { a.offsetSeconds(at: $0) == b.offsetSeconds(at: $0) }
      #expect(isSame, "\(name)")
    }
    let far = try Instant("2450-07-01T12:00:00Z")
    for (name, offset) in [("Europe/Paris", 7200), ("America/New_York", -14_400)] {
      #expect(try slim.zone(name).offsetSeconds(at: far) == offset)
      #expect(try fat.zone(name).offsetSeconds(at: far) == offset)
    }
  }
}
