import CMusterPlugin
import Glibc
import PluginContract
import PluginHost
import TestSupport
import Testing

/// Damaged JSON, rows and frames, from fixed seeds; `Scripts/fuzz-plugins` runs them for longer by
/// setting `MUSTER_FUZZ_ROUNDS`.
@Suite struct FuzzTests {
  static let rounds = environment("MUSTER_FUZZ_ROUNDS").flatMap { Int($0) } ?? 1

  /// xorshift64: the same damage on every machine.
  private struct Damage: RandomNumberGenerator {
    var state: UInt64
    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }

    mutating func damaged(_ text: String) -> String {
      var bytes = Array(text.utf8)
      let odd = Array("{}[]\",:\\0e-.\u{0}tfn".utf8) + [0xff, 0x80]
      for _ in 0..<Int.random(in: 1...6, using: &self) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &self)
        switch Int.random(in: 0..<5, using: &self) {
        case 0: bytes[at] = odd[Int.random(in: 0..<odd.count, using: &self)]
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(odd[Int.random(in: 0..<odd.count, using: &self)], at: at)
        case 3: bytes.removeSubrange(at...)
        default:
          let other = Int.random(in: 0..<bytes.count, using: &self)
          let piece = bytes[min(at, other)..<max(at, other)]
          bytes.insert(contentsOf: piece.prefix(200), at: at)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test func damagedAnswersAreDecodedOrRefused() throws {
    let answers: [String] = [
      #"{"windows":[{"start_unix":0,"end_unix":9,"rules":["r"]}]}"#,
      #"{"caps":[{"rule":"r","count":1,"window_h":24,"key":"k","counts":"attempts"}]}"#,
      #"{"limits":[{"rule":"r","key":"k","value":{"a":[1,2]},"hard":true}]}"#,
      #"{"findings":[{"severity":"note","rule":"r","message":"m","start_unix":-5}]}"#,
      #"{"currency":"X","lines":[],"total":0,"paid_h":0}"#,
      #"{"sections":[{"id":"i","title":"t","text":[],"tables":[]}]}"#,
      #"{"rules":[{"id":"r","jurisdiction":"","authority":"a","mark":"verified","sentence":"s","#
        + #""examples":[{"name":"e","given":{"x":null},"expected":"1e400"}]}]}"#,
      #"{"id":"a","name":"","version":"","summary":"","contract_major":1,"contract_minor":0,"#
        + #""hooks":["muster.rules/1"]}"#,
    ]
    let schema = try JSONSchema(
      text: try #require(PublishedSchemas.all.first { $0.name == "rules-answer" }?.text))
    var damage = Damage(seed: 1)
    var decoded = 0
    for _ in 0..<Self.rounds * 4000 {
      let text = damage.damaged(answers[Int.random(in: 0..<answers.count, using: &damage)])
      if (try? ContractCoding.value(WindowsAnswer.self, of: text)) != nil { decoded += 1 }
      if (try? ContractCoding.value(LabourAnswer.self, of: text)) != nil { decoded += 1 }
      if (try? ContractCoding.value(RulesAnswer.self, of: text)) != nil { decoded += 1 }
      if (try? ContractCoding.value(PluginIdentity.self, of: text)) != nil { decoded += 1 }
      if let value = try? ContractCoding.value(AnyJSON.self, of: text) {
        _ = schema.mismatches(of: value)
        // What was read can be written and read again.
        let again = try ContractCoding.value(AnyJSON.self, of: ContractCoding.text(value))
        #expect(again == value)
      }
      _ = try? JSONSchema(text: text)
    }
    #expect(decoded > 0)
  }

  @Test func damagedQuestionsAreAnsweredOrRefused() throws {
    let plugin = try makeLoader().load(swiftFixture, isolated: false)
    var damage = Damage(seed: 2)
    for _ in 0..<Self.rounds * 2000 {
      let text = damage.damaged(#"{"ask":"example","rule":"ND-NIGHT","example":"none"}"#)
      _ = try? plugin.askText(.rules, text)
      try? plugin.configureText(
        damage.damaged(#"{"settings":{"factor":1.5},"files":{"a":"b"},"centre":{"id":"c"}}"#))
    }
    try plugin.configure(PluginConfiguration())
  }

  @Test func damagedRowsAreRefusedOrMakeSense() throws {
    guard let plugin = try CFixture.misbehaving("scramble", isolated: false) else { return }
    var taken = 0
    for seed in 1...(Self.rounds * 3000) {
      var rows = day(count: 24, volume: Double(seed) / 64)
      let before = rows
      do { _ = try plugin.overlay(QueueInfo(id: "q"), &rows) } catch {
        #expect(rows.map(\.volume) == before.map(\.volume), "refused rows were let through")
        continue
      }
      taken += 1
      let isSound = zip(rows, before).allSatisfy { row, old in
        row.start_unix == old.start_unix && row.volume >= 0 && row.volume <= 1e12
          && row.aht_s >= 0 && row.low80 <= row.volume * (1 + 1e-8) + 1e-8
          && row.high95 >= row.volume * (1 - 1e-8) - 1e-8
      }
      #expect(isSound, "seed \(seed)")
    }
    #expect(taken > 0 && taken < Self.rounds * 3000)
  }

  @Test func damagedFramesCostNoMoreThanThePlugin() throws {
    guard let liar = try CFixture.program("liar.c") else { return }
    try withTemporaryFolder { folder in
      for seed in 1...(Self.rounds * 60) {
        // The program gets the path; the number in it is its seed.
        let path = "\(folder)/seed-\(seed)"
        symlink(swiftFixture, path)
        let loader = PluginLoader(
          program: liar, version: "test", secondsPerCall: 1, log: LogBook().log)
        do {
          let plugin = try loader.load(path, isolated: true)
          var rows = day()
          _ = try plugin.overlay(QueueInfo(id: "q"), &rows)
          _ = try plugin.audit(PlanInfo())
        } catch is PluginFault {}
      }
    }
  }

  @Test func jsonReaderForCStaysWithinItsText() throws {
    guard let program = try CFixture.program("fuzz_json.c", flags: ["-fsanitize=address"]) else {
      return
    }
    let finished = try run(
      [program, "\(Self.rounds * 20_000)"], environment: ["ASAN_OPTIONS": "detect_leaks=0"])
    #expect(finished.code == 0, "\(finished.errors)")
  }
}
