/// The Poisson streams of all classes; rates are constant within an interval.
struct SkillArrivals {
  private let model: SkillModel
  private var times: [Double]
  private var at: [Int]
  private var rates: [Double]
  private let factors: [Double]
  private(set) var next: (time: Double, kind: Int) = (.infinity, 0)

  init(_ model: SkillModel, _ stream: inout RandomStream) {
    self.model = model
    let count = model.classes.count
    times = Array(repeating: 0, count: count)
    at = Array(repeating: 0, count: count)
    var factors = [Double](repeating: 1, count: count)
    if model.dayVariation > 0 {
      let shape = 1 / (model.dayVariation * model.dayVariation)
      for kind in factors.indices { factors[kind] = stream.gamma(shape: shape) }
    }
    self.factors = factors
    rates = model.classes.indices.map {
      (model.classes[$0].callsPerHour.first ?? 0) / 3600 * factors[$0]
    }
    for kind in 0..<count { draw(kind, &stream) }
    find()
  }

  mutating func advance(_ kind: Int, _ stream: inout RandomStream) {
    draw(kind, &stream)
    find()
  }

  private mutating func find() {
    next = (.infinity, 0)
    for kind in times.indices where times[kind] < next.time { next = (times[kind], kind) }
  }

  private mutating func draw(_ kind: Int, _ stream: inout RandomStream) {
    let volumes = model.classes[kind].callsPerHour
    guard at[kind] < volumes.count else {
      times[kind] = .infinity
      return
    }
    var now = times[kind]
    var need = stream.exponential()
    while true {
      let end = Double(at[kind] + 1) * model.intervalSeconds
      let room = (end - now) * rates[kind]
      if need < room {
        times[kind] = now + need / rates[kind]
        return
      }
      need -= room
      now = end
      at[kind] += 1
      guard at[kind] < volumes.count else {
        times[kind] = .infinity
        return
      }
      rates[kind] = volumes[at[kind]] / 3600 * factors[kind]
    }
  }
}
