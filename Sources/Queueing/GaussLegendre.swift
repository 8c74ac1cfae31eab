internal import Glibc

/// ∫ f over [low, high] by 16-point Gauss-Legendre on `panels` equal panels.
func integrate(
  _ low: Double, _ high: Double, panels: Int, _ f: (Double) -> Double
) -> Double {
  // Abramowitz & Stegun table 25.4.
  let nodes = [
    0.0950125098376374401853193, 0.2816035507792589132304605, 0.4580167776572273863424194,
    0.6178762444026437484466718, 0.7554044083550030338951012, 0.8656312023878317438804679,
    0.9445750230732325760779884, 0.9894009349916499325961542,
  ]
  let weights = [
    0.1894506104550684962853967, 0.1826034150449235888667637, 0.1691565193950025381893121,
    0.1495959888165767320815017, 0.1246289712555338720524763, 0.0951585116824927848099251,
    0.0622535239386478928628438, 0.0271524594117540948517806,
  ]
  guard high > low else { return 0 }
  let half = (high - low) / Double(panels) / 2
  var sum = 0.0
  for panel in 0..<panels {
    let middle = low + half * Double(2 * panel + 1)
    var part = 0.0
    for k in nodes.indices {
      part += weights[k] * (f(middle - half * nodes[k]) + f(middle + half * nodes[k]))
    }
    sum += part * half
  }
  return sum
}
