import Foundation
import Tables
import Testing

@Suite struct WritingTests {
  @Test func quotesOnlyWhatNeedsIt() {
    var csv = CSVWriter(["a", "b"])
    csv.row("plain", "x, y")
    csv.row("say \"hi\"", "two\nlines")
    csv.row("", " padded")
    #expect(
      csv.text == "a,b\nplain,\"x, y\"\n\"say \"\"hi\"\"\",\"two\nlines\"\n,\" padded\"\n")
  }

  @Test func whatIsWrittenReadsBackTheSame() throws {
    let fields = ["", " ", "\"", ",", "\r\n", "é", "a\"b", "\"\"", "x\ty", "|;"]
    for separator in [",", ";", "\t", "|"] as [Character] {
      var csv = CSVWriter(["one", "two"], separator: separator)
      for a in fields { for b in fields { csv.row(a, b) } }
      let expected = fields.flatMap { a in fields.map { b in [a, b] } }
      #expect(try rows(csv.text) == expected)
    }
    var single = CSVWriter(["one"])
    for a in fields { single.row(a) }
    #expect(try rows(single.text) == fields.map { [$0] })
  }

  @Test(
    arguments: [
      (1.005, 2, "1.00"), (2.5, 0, "2"), (3.5, 0, "4"), (-0.001, 2, "0.00"), (-0.0, 1, "0.0"),
      (0.05, 1, "0.1"), (0.25, 1, "0.2"), (1e22, 1, "10000000000000000000000.0"),
      (-1.25, 1, "-1.2"),
      (0.0009, 3, "0.001"), (99.995, 2, "100.00"), (12, 3, "12.000"), (.infinity, 2, "inf"),
      (9_007_199_254_740_992, 0, "9007199254740992"), (-0.5, 0, "0"), (-1.5, 0, "-2"),
    ] as [(Double, Int, String)])
  func fixesDecimals(value: Double, decimals: Int, text: String) {
    #expect(fixed(value, decimals) == text)
  }

  @Test func fixedAgreesWithPrintf() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let magnitude = Double.random(in: -8...17, using: &generator)
      var value = Double.random(in: -1...1, using: &generator) * exp(magnitude * 2.302585)
      if Bool.random(using: &generator) { value = (value * 1000).rounded() / 2000 }
      for decimals in 0...6 {
        var expected = String(format: "%.\(decimals)f", value)
        if expected.hasPrefix("-"), !expected.contains(where: { "123456789".contains($0) }) {
          expected.removeFirst()
        }
        #expect(fixed(value, decimals) == expected, "\(value) \(decimals)")
      }
    }
  }

  @Test func writesShortestAndExact() {
    #expect(shortest(5) == "5")
    #expect(shortest(0.1) == "0.1")
    #expect(shortest(-0.0) == "0")
    #expect(exact17(0.1) == "0.10000000000000001")
    #expect(exact17(1.0 / 3) == "0.33333333333333331")
    #expect(exact17(12) == "12")
    for value in [1e-300, 2.0 / 3, 1e21, 123_456.789, .leastNonzeroMagnitude] {
      #expect(Double(shortest(value)) == value)
      #expect(Double(exact17(value)) == value)
    }
  }
}
