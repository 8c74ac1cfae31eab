// The intraday shape of every weekday, by several settings at once.
//
// Over regular days with weights v = 0.5^(age/half-life) and R = S/L: the shape of weekday w is its
// mean R, shrunk to the mean over all weekdays with the weight of `shrink` recent days, then smoothed
// over neighbouring slots by a Gaussian kernel. A second family adds to long-memory shapes the mean
// recent deviation common to all weekdays (half-life of days): days grow shorter, habits move. Smoothing
// stays within the open slots of the weekday.

internal import Glibc

/// Shapes by weekday: `values[w * columns + c]`, mean 1 over open columns.
struct Shapes: Sendable {
  var values: [Double]
}

enum ShapeSetting: Hashable, Sendable {
  case profile(halfLife: Double, shrink: Double, smooth: Double)
  case recent(halfLife: Double, longHalfLife: Double, smooth: Double)
  case factors(count: Int, halfLife: Double, smooth: Double)

  static let standard = ShapeSetting.profile(halfLife: 60, shrink: 1, smooth: 0.7)
}

enum ShapeCandidates {
  static let halfLives: [Double] = [10, 30, 60, 120, 300]
  static let shrinks: [Double] = [0.2, 1, 5]
  static let smoothings: [Double] = [0, 0.7, 1.5, 3]

  /// All shapes of both families from the regular days before the design's origin.
  static func profiles(_ series: DaySeries, _ design: LevelDesign) -> [(ShapeSetting, Shapes)] {
    var all: [(ShapeSetting, Shapes)] = []
    let days = (0..<design.origin).filter { design.isRegular[$0] }
    let ratios = Ratios(series, days)
    for halfLife in halfLives {
      let sums = ratios.sums(origin: design.origin, halfLife: halfLife)
      for shrink in shrinks {
        let raw = sums.shapes(shrink: shrink)
        for smooth in smoothings {
          let setting = ShapeSetting.profile(halfLife: halfLife, shrink: shrink, smooth: smooth)
          all.append((setting, Shapes(values: smoothed(raw, smooth, series))))
        }
      }
    }
    for longHalfLife in [30.0, 60, 300] {
      let base = ratios.sums(origin: design.origin, halfLife: longHalfLife).shapes(shrink: 1)
      for halfLife in [2.0, 5, 10] {
        let raw = ratios.shifted(base, origin: design.origin, halfLife: halfLife)
        for smooth in smoothings {
          let setting = ShapeSetting.recent(
            halfLife: halfLife, longHalfLife: longHalfLife, smooth: smooth)
          all.append((setting, Shapes(values: smoothed(raw, smooth, series))))
        }
      }
    }
    return all
  }

  /// `values` by weekday and column, smoothed along the open columns of each weekday.
  static func smoothed(_ values: [Double], _ deviation: Double, _ series: DaySeries) -> [Double] {
    guard deviation > 0 else { return values }
    let kernel = gaussianKernel(deviation)
    var result = values
    let j = series.columns
    for w in 0..<series.weekLength {
      let isOpen = series.open[w]
      let columns = (0..<j).filter { isOpen[$0] }
      let line = convolved(columns.map { values[w * j + $0] }, kernel)
      for (k, c) in columns.enumerated() { result[w * j + c] = line[k] }
    }
    return result
  }

  static func gaussianKernel(_ deviation: Double) -> [Double] {
    let reach = Int((3 * deviation).rounded(.up))
    let raw = (-reach...reach).map { exp(-0.5 * pow(Double($0) / deviation, 2)) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }

  /// Convolution with an odd kernel; values beyond the ends repeat the last.
  static func convolved(_ line: [Double], _ kernel: [Double]) -> [Double] {
    guard let last = line.last, line.count > 1 else { return line }
    let reach = kernel.count / 2
    let padded =
      Array(repeating: line[0], count: reach) + line + Array(repeating: last, count: reach)
    return line.indices.map { i in
      var sum = 0.0
      for k in kernel.indices { sum += kernel[k] * padded[i + k] }
      return sum
    }
  }
}

/// R = S/L of some days.
struct Ratios {
  let series: DaySeries
  let days: [Int]

  init(_ series: DaySeries, _ days: [Int]) {
    self.series = series
    self.days = days
  }

  struct Sums {
    let series: DaySeries
    /// Weighted sums by weekday and column, and the weights by weekday.
    var sums: [Double]
    var weights: [Double]

    /// Weekday shapes shrunk to the shape of all weekdays.
    func shapes(shrink: Double) -> [Double] {
      let (week, j) = (series.weekLength, series.columns)
      var overall = [Double](repeating: 0, count: j)
      var overallWeight = overall
      for w in 0..<week where weights[w] > 0 {
        let isOpen = series.open[w]
        for c in 0..<j where isOpen[c] {
          overall[c] += sums[w * j + c]
          overallWeight[c] += weights[w]
        }
      }
      for c in 0..<j { overall[c] = overallWeight[c] > 0 ? overall[c] / overallWeight[c] : 1 }
      var result = [Double](repeating: 0, count: week * j)
      for w in 0..<week {
        // The overall shape on this weekday's open columns, mean 1.
        let isOpen = series.open[w]
        let isUnseen = series.isUnseen[w]
        var (sum, count) = (0.0, 0)
        for c in 0..<j where isOpen[c] {
          sum += overall[c]
          count += 1
        }
        let scale = sum > 0 ? Double(count) / sum : 1
        for c in 0..<j where isOpen[c] {
          let common = overall[c] * scale
          result[w * j + c] =
            isUnseen
            ? series.unseenShape[w * j + c]
            : weights[w] > 0
              ? (sums[w * j + c] + shrink * common) / (weights[w] + shrink) : common
        }
      }
      return result
    }
  }

  func sums(origin: Int, halfLife: Double) -> Sums {
    let (week, j) = (series.weekLength, series.columns)
    var sums = [Double](repeating: 0, count: week * j)
    var weights = [Double](repeating: 0, count: week)
    let decay = -log(2) / halfLife
    sums.withUnsafeMutableBufferPointer { sums in
      series.root.withUnsafeBufferPointer { root in
        for d in days {
          let v = exp(decay * Double(origin - 1 - d))
          if v < 1e-9 { continue }
          let w = series.weekdays[d]
          weights[w] += v
          let scale = v / series.level[d]
          for c in 0..<j { sums[w * j + c] += scale * root[d * j + c] }
        }
      }
    }
    return Sums(series: series, sums: sums, weights: weights)
  }

  /// `shapes` plus the recent mean deviation that all weekdays share.
  func shifted(_ shapes: [Double], origin: Int, halfLife: Double) -> [Double] {
    let (week, j) = (series.weekLength, series.columns)
    var deviation = [Double](repeating: 0, count: j)
    var weight = [Double](repeating: 0.5, count: j)
    for d in days.reversed() {
      let v = exp(-log(2) / halfLife * Double(origin - 1 - d))
      if v < 1e-6 { break }
      let w = series.weekdays[d]
      let (isOpen, level) = (series.open[w], series.level[d])
      for c in 0..<j where isOpen[c] {
        deviation[c] += v * (series.root[d * j + c] / level - shapes[w * j + c])
        weight[c] += v
      }
    }
    var result = shapes
    for w in 0..<week {
      let isOpen = series.open[w]
      for c in 0..<j where isOpen[c] {
        result[w * j + c] = max(0, shapes[w * j + c] + deviation[c] / weight[c])
      }
    }
    return result
  }
}
