import CentreModel
import CivilTime
import Testing

@Suite struct DemandRiskTests {
  private func row(_ offered: Double, high80: Double) -> ForecastRow {
    ForecastRow(
      queue: "q", start: Instant(seconds: 0), offered: offered, low80: 0, high80: high80, low95: 0,
      high95: high80, handlingSeconds: 300, method: "regression")
  }

  /// Variance of the count 100 + 0.2² 100² = 500: the rate's part has deviation 20.
  @Test func takesThePoissonPartOffTheBounds() {
    let upper = 100 + 1.281_551_565_544_600_4 * 500.0.squareRoot()
    let uncertain = row(100, high80: upper)
    #expect(abs(uncertain.rate(notExceededWith: 0.5) - 100) < 1e-9)
    #expect(abs(uncertain.rate(notExceededWith: 0.9) - (100 + 20 * 1.281_551_565_5)) < 1e-6)
    #expect(abs(uncertain.rate(notExceededWith: 0.975) - (100 + 20 * 1.959_963_984_5)) < 1e-6)
  }

  @Test func isTheForecastWhenTheRateIsCertain() {
    #expect(row(100, high80: 100 + 1.28 * 10).rate(notExceededWith: 0.95) == 100)
    #expect(row(0, high80: 0).rate(notExceededWith: 0.95) == 0)
  }
}
