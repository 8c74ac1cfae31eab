import Glibc
import SampleCentres
import Testing

@Suite struct DistributionTests {
  @Test func exponentialAndLogarithmAreAccurate() {
    for k in -6000...6000 {
      let x = Double(k) * 0.1137
      let expected = exp(x)
      #expect(abs(portableExp(x) - expected) <= expected * 1e-15, "\(x)")
      #expect(abs(portableLog(expected) - x) <= max(1e-15, abs(x) * 1e-15), "\(x)")
    }
    #expect(portableLog(1) == 0)
    #expect(portableExp(0) == 1)
    for k in 0...200 {
      #expect(abs(logFactorial(k) - lgamma(Double(k) + 1)) <= 1e-13 * max(1, lgamma(Double(k) + 1)))
    }
  }

  @Test func streamsRepeatAndDiffer() {
    var a = RandomSource(seed: 7, purpose: "x")
    var b = RandomSource(seed: 7, purpose: "x")
    var c = RandomSource(seed: 7, purpose: "y")
    let first = (0..<100).map { _ in a.next() }
    #expect(first == (0..<100).map { _ in b.next() })
    #expect(first != (0..<100).map { _ in c.next() })
    #expect(Set(first).count == 100)
  }

  /// Counts against the exact probabilities, by chi-square; seeds are fixed, so this cannot flicker.
  @Test(arguments: [0.3, 2.5, 9.99, 10, 14.2, 60, 410])
  func poissonHasItsProbabilities(mean: Double) {
    var random = RandomSource(seed: 11, purpose: "poisson \(mean)")
    let n = 200_000
    var counts: [Int: Int] = [:]
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<n {
      let k = random.poisson(mean)
      counts[k, default: 0] += 1
      sum += Double(k)
      squares += Double(k * k)
    }
    let average = sum / Double(n)
    let variance = squares / Double(n) - average * average
    #expect(abs(average - mean) < 5 * (mean / Double(n)).squareRoot())
    #expect(
      abs(variance / mean - 1) < 5 * (2 / Double(n)).squareRoot() + 5 / Double(n) / mean + 0.01)
    var chiSquare = 0.0
    var cells = 0
    for k in 0...Int(mean * 2 + 40) {
      let expected = Double(n) * exp(Double(k) * log(mean) - mean - lgamma(Double(k) + 1))
      guard expected >= 10 else { continue }
      let difference = Double(counts[k] ?? 0) - expected
      chiSquare += difference * difference / expected
      cells += 1
    }
    // Mean `cells`, deviation sqrt(2 cells): five deviations.
    #expect(chiSquare < Double(cells) + 5 * (2 * Double(cells)).squareRoot() + 5)
  }

  @Test(arguments: [0.4, 1, 2.7, 40, 900])
  func gammaHasItsMoments(shape: Double) {
    var random = RandomSource(seed: 3, purpose: "gamma \(shape)")
    let n = 200_000
    let values = (0..<n).map { _ in random.gamma(shape: shape) }
    let mean = values.reduce(0, +) / Double(n)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    let skew =
      values.reduce(0) { $0 + pow($1 - mean, 3) } / Double(n) / pow(variance, 1.5)
    #expect(abs(mean / shape - 1) < 5 / (shape * Double(n)).squareRoot())
    #expect(abs(variance / shape - 1) < 0.03)
    #expect(abs(skew - 2 / shape.squareRoot()) < 0.15)
    #expect(values.allSatisfy { $0 >= 0 })
  }

  @Test func normalHasItsMoments() {
    var random = RandomSource(seed: 5, purpose: "normal")
    let values = (0..<200_000).map { _ in random.normal() }
    let mean = values.reduce(0, +) / 200_000
    let variance = values.reduce(0) { $0 + $1 * $1 } / 200_000
    #expect(abs(mean) < 0.012)
    #expect(abs(variance - 1) < 0.016)
    let beyond = values.count { abs($0) > 1.959964 }
    #expect(abs(Double(beyond) / 200_000 - 0.05) < 0.0025)
  }

  @Test func belowIsUniform() {
    var random = RandomSource(seed: 5, purpose: "below")
    var counts = Array(repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.below(7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    var items = Array(0..<50)
    random.shuffle(&items)
    #expect(items.sorted() == Array(0..<50))
    #expect(items != Array(0..<50))
  }
}
