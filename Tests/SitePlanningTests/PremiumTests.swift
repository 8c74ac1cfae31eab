import PluginContract
import SitePlanning
import Testing

/// For which reason a premium is booked when a stretch has several.
@Suite("Premiums of stretches with several reasons")
struct PremiumTests {
  private func line(_ kind: String, _ multiplier: Double, _ parts: [PayPart]?) -> PayLine {
    PayLine(
      shift: "s", startUnix: 0, endUnix: 3600, hours: 1, kind: kind, multiplier: multiplier,
      amount: multiplier * 10, rules: [], parts: parts)
  }

  private func shares(_ line: PayLine) -> [String: Double] {
    Dictionary(line.shares.map { ($0.reason, $0.share) }, uniquingKeysWith: +)
  }

  @Test(
    "a holiday that is proclaimed takes nothing from the night: its tenth is of the holiday's pay")
  func nightOnAHoliday() {
    let night = line("night", 1.1, [PayPart(rule: "n", how: "times", value: 1.1, kind: "night")])
    let both = line(
      "holiday+night", 2.2,
      [
        PayPart(rule: "h", how: "times", value: 2, kind: "holiday"),
        PayPart(rule: "n", how: "times", value: 1.1, kind: "night"),
      ])
    let before = 0.1 * (shares(night)["night"] ?? 0)
    let after = 1.2 * (shares(both)["night"] ?? 0)
    #expect(abs(before - 0.1) < 1e-12 && abs(after - 0.2) < 1e-12)
    #expect(abs(1.2 * (shares(both)["holiday"] ?? 0) - 1) < 1e-12)
  }

  @Test("what is added up is shared as it adds up, loadings after the rest")
  func added() {
    let all = shares(
      line(
        "overtime+night", 1.95,
        [
          PayPart(rule: "o", how: "times", value: 1.5, kind: "overtime"),
          PayPart(rule: "n", how: "plus", value: 0.25, kind: "night"),
          PayPart(rule: "l", how: "plus", value: 0.2, kind: "unsocial hours"),
        ]))
    #expect(abs((all["overtime"] ?? 0) - 0.5 / 0.95) < 1e-12)
    #expect(abs((all["night"] ?? 0) - 0.25 / 0.95) < 1e-12)
    #expect(abs(all.values.reduce(0, +) - 1) < 1e-12)
  }

  @Test("without reasons of the parts, or where the highest counts alone, the first kind has all")
  func undivided() {
    let parts = [
      PayPart(rule: "h", how: "times", value: 2), PayPart(rule: "n", how: "times", value: 1.1),
    ]
    #expect(shares(line("holiday+night", 2.2, parts)) == ["holiday": 1])
    #expect(shares(line("holiday+night", 2.2, nil)) == ["holiday": 1])
    let highest = [PayPart(rule: "h", how: "highest", value: 2, kind: "holiday")]
    #expect(shares(line("holiday+night", 2, highest)) == ["holiday": 1])
  }
}
