internal import CentreModel
internal import CivilTime
internal import Diagnostics

/// What was forecast for the grid days of the horizon.
struct DayDemand: Sendable {
  var series: DaySeries?
  /// The first grid day forecast.
  var firstDay = 0
  /// Contacts by forecast day and column.
  var values: [Double] = []
  /// What made the numbers, by forecast day.
  var methods: [ForecastMethod] = []
  /// How much wider than usual the bounds are, by forecast day.
  var scales: [Double] = []
  /// Relative variance of the contacts beyond the usual one, by forecast day.
  var variances: [Double] = []
  /// What contacts already counted tell about the rest of the day under way and the days after.
  var intraday: IntradayUpdate?
  /// Contacts by column already counted on the first forecast day; NaN where not.
  var observed: [Double] = []
  var isClosed: [Bool] = []
  /// Hours that differ from the weekday's, by forecast day.
  var hours: [DayHours?] = []
  var evidence: ForecastEvidence
  var distribution: DemandDistribution
  /// What the other methods forecast, like `values`.
  var alternatives: [ForecastMethod: [Double]] = [:]
  /// Why the method that was told to make the forecast did not.
  var failure: Problem?
  /// Contacts as forecast from the origins of the trials, by their date.
  var trials: [CivilDate: [Instant: Double]] = [:]
}

/// One forecast from the grid on: series, validation, methods, intervals.
struct ForecastRun {
  let grid: DemandGrid
  let hours: OpenSlots
  let setting: ForecastSetting
  /// What methods from outside are given.
  var history: QueueHistory?

  func demand() -> DayDemand {
    let end = setting.from + setting.days
    var evidence = ForecastEvidence(method: .average8)
    evidence.historyFrom = grid.first
    evidence.historyTo = grid.first + (grid.days - 1)
    guard let series = DaySeries(grid, open: hours, setting: setting, end: end) else {
      evidence.remarks.append("The queue is closed on every day of the week.")
      return DayDemand(evidence: evidence, distribution: IntervalCalibration.unknown)
    }
    describe(series, &evidence)
    let events = EventColumns(setting.events, series)
    let firstDay = series.dates.partitionPoint { $0 >= setting.from }
    let lead = firstDay - series.origin
    let horizon = series.days - series.origin
    let usable = (0..<series.origin).count { !series.isMissing[$0] }
    var demand = DayDemand(
      series: series, firstDay: firstDay, evidence: evidence,
      distribution: IntervalCalibration.unknown)
    let design = LevelDesign(series, origin: series.origin, horizon: horizon, events: events)
    demand.isClosed = (firstDay..<series.days).map { design.isShut[$0 - series.origin] }
    demand.hours = (firstDay..<series.days).map { series.hours(on: $0) }
    if design.closesOnNamedDays {
      for d in firstDay..<series.days
      where series.labels[d].isNamed && !design.isShut[d - series.origin] && !series.isOpened[d] {
        demand.evidence.remarks.append(
          "\(series.dates[d]) (\(series.title(series.labels[d]))) is forecast as open: the queue was"
            + " closed on most named days, but never on one of this name.")
      }
    }

    demand.evidence.remarks += EffectEvidence.withoutPast(series, design, from: firstDay)

    for method in ForecastMethod.baselines {
      demand.alternatives[method] = fallback(series, design, lead: lead, method: method)
    }
    guard usable >= 3 * series.weekLength, horizon > 0,
      let fit = OriginFit(series, origin: series.origin, horizon: horizon, events: events)
    else {
      demand.evidence.remarks.append(
        "Only \(usable) day\(usable == 1 ? "" : "s") of usable history: plain averages are all it"
          + " supports.")
      demand.values = fallback(series, design, lead: lead, method: setting.method ?? .average8)
      demand.evidence.method = plain(setting.method ?? .average8)
      bound(&demand, by: [], series, design)
      let outside = outside(series, demand, trials: nil)
      take(outside, &demand, lead: lead, series)
      if let told = outside.told, setting.method == nil, let values = demand.alternatives[told] {
        demand.values = values
        demand.evidence.method = told
      }
      takeAnalogs(&demand, series, design)
      return demand
    }
    let reach = min(horizon, lead + 2 * series.weekLength)
    let validation = RollingValidation(
      series, lead: lead, reach: max(1, reach), events: events,
      shifts: fit.design.shifts)
    let choice = validation.choice()
    let nearEnd = min(lead + series.weekLength, max(1, reach))
    let outside = outside(series, demand, trials: validation)
    let near = MethodTrials(validation, stretch: lead..<nearEnd, outside: outside)
    demand.evidence.trials = near.trials
    demand.evidence.trialWeeks = near.weeks
    if setting.keepsTrials {
      for (origin, values) in near.forecasts() {
        demand.trials[series.dates[origin]] = byInstant(values, from: origin, series)
      }
    }
    for other in MethodTrials.candidates {
      guard let roots = fit.roots(other, series, choice) else { continue }
      demand.alternatives[other] =
        roots[(lead * series.columns)...].map(contacts(fromRoot:))
    }
    take(outside, &demand, lead: lead, series)
    let wanted = setting.method ?? outside.told
    let method = available(wanted ?? near.method, demand)
    demand.evidence.method = method
    demand.values = demand.alternatives[method] ?? []
    if let remark = setting.outside.first(where: { $0.method == method })?.remark {
      demand.evidence.remarks.append(remark)
    }
    demand.methods = Array(repeating: method, count: series.days - firstDay)
    let outcomes = near.outcomes[method] ?? []
    bound(&demand, by: outcomes, series, fit.design)
    let special = IntervalCalibration.specialScale(
      near.specialOutcomes[method] ?? [], demand.distribution)
    demand.scales = (firstDay..<series.days).map {
      fit.design.isExplainedApart($0) ? special : 1
    }
    if nearEnd < reach {
      let far = MethodTrials(validation, stretch: nearEnd..<reach, outside: outside)
      extend(&demand, far, near, series, wanted: wanted)
    }
    takeAnalogs(&demand, series, fit.design)
    demand.evidence.noiseFloor = NoiseFloor.wape(
      rates: outcomes.map(\.forecast), contacts: outcomes.reduce(0) { $0 + $1.actual })
    if lead == 0 { update(&demand, series, near) }
    if let setting = choice.levels.first, let regression = LevelRegression(series, fit.design),
      let coefficients = try? regression.coefficients(setting)
    {
      demand.evidence.effects = EffectEvidence.effects(series, fit.design, coefficients)
      demand.variances = Array(
        EffectUncertainty.relativeVariances(fit.design, coefficients)[lead...])
    }
    if let change = LevelChange(fit.design, series) {
      demand.evidence.levelChange = change
      demand.evidence.remarks.append(
        change.text.prefix(1).uppercased() + change.text.dropFirst() + ".")
    }
    return demand
  }

  /// Gives the bounds that trials taught or, while there are none, the days of the history themselves.
  private func bound(
    _ demand: inout DayDemand, by outcomes: [WeightedOutcome], _ series: DaySeries,
    _ design: LevelDesign
  ) {
    if let distribution = IntervalCalibration.distribution(outcomes) {
      demand.distribution = distribution
    } else if let short = ShortHistory(series, design) {
      let isMean = ForecastMethod.baselines.contains(demand.evidence.method)
      demand.distribution = isMean ? short.aroundMean : short.aroundModel
      demand.evidence.remarks.append(short.remark)
    } else {
      demand.evidence.remarks.append(
        "No two days can be compared: the bounds assume that contacts stray by 25 %.")
    }
  }

  /// Asks the methods from outside about the days of the horizon and, with `trials`, the weeks before.
  private func outside(
    _ series: DaySeries, _ demand: DayDemand, trials: RollingValidation?
  ) -> OutsideForecasts {
    guard let history, !setting.outside.isEmpty else { return OutsideForecasts() }
    return OutsideForecasts(
      setting.outside, series, grid.seen(in: history, zone: setting.zone), setting: setting,
      trials: trials
    ) { day, column in
      let d = day + series.origin - demand.firstDay
      return d >= 0 && !demand.isClosed[d] && demand.hours[d]?.served[column] ?? true
    }
  }

  /// Values by day from `origin` and column as contacts of intervals.
  private func byInstant(
    _ values: [Double], from origin: Int, _ series: DaySeries
  ) -> [Instant: Double] {
    var contacts: [Instant: Double] = [:]
    for (k, value) in values.enumerated() where !value.isNaN {
      let (day, column) = (origin + k / series.columns, k % series.columns)
      guard series.open[series.weekdays[day]][column] else { continue }
      for start in series.starts(day, column, setting.zone) { contacts[start] = value }
    }
    return contacts
  }

  /// Puts what came from outside among the alternatives.
  private func take(
    _ outside: OutsideForecasts, _ demand: inout DayDemand, lead: Int, _ series: DaySeries
  ) {
    demand.evidence.remarks += outside.remarks
    demand.failure = outside.failure
    for (method, values) in outside.values {
      demand.alternatives[method] = values[(lead * series.columns)...].map { $0.isNaN ? 0 : $0 }
    }
  }

  /// Re-forecasts the day under way when the first forecast day is it.
  private func update(_ demand: inout DayDemand, _ series: DaySeries, _ trials: MethodTrials) {
    let day = setting.from - grid.first
    guard setting.zone.date(at: setting.asOf) == setting.from, day < grid.days,
      demand.firstDay < series.days, series.dates[demand.firstDay] == setting.from
    else { return }
    let observed = series.slots.map { grid.counts[day * grid.slots + $0] }
    let open = series.open[series.weekdays[demand.firstDay]]
    let seen = observed.indices.filter { open[$0] && !observed[$0].isNaN }
    guard !seen.isEmpty else { return }
    let update = IntradayUpdate(
      pairs: seen.map { (demand.values[$0], observed[$0]) },
      dayErrors: trials.dayErrors[demand.evidence.method] ?? DayErrors(),
      dispersion: demand.distribution.dispersion)
    demand.intraday = update
    demand.observed = observed.indices.map { open[$0] ? observed[$0] : .nan }
    let percent = Int(nearest: 100 * (update.busyness - 1))
    demand.evidence.remarks.append(
      "\(seen.count) intervals of \(setting.from) are counted already: the rest of the day is"
        + " \(abs(percent)) % \(percent < 0 ? "below" : "above") what was forecast before.")
  }

  /// The method itself where it could forecast, else the plain average that always can.
  private func available(_ method: ForecastMethod, _ demand: DayDemand) -> ForecastMethod {
    demand.alternatives[method] == nil ? plain(method) : method
  }

  /// The weeks after the first: their own method, and bounds that widen as their errors did.
  private func extend(
    _ demand: inout DayDemand, _ far: MethodTrials, _ near: MethodTrials, _ series: DaySeries,
    wanted: ForecastMethod?
  ) {
    let method = demand.evidence.method
    let later = far.weeks >= 3 ? available(wanted ?? far.method, demand) : method
    let first = min(series.weekLength, demand.methods.count)
    if later != method, let values = demand.alternatives[later] {
      let cell = first * series.columns
      demand.values.replaceSubrange(cell..., with: values[cell...])
      for day in first..<demand.methods.count { demand.methods[day] = later }
      func error(_ method: ForecastMethod) -> String {
        let wape = far.trials.first { $0.method == method }?.wape ?? 0
        return "\((10 * wape).rounded() / 10) %"
      }
      demand.evidence.remarks.append(
        "After the first week \(later.rawValue) makes the forecast: it erred by \(error(later)) there,"
          + " \(method.rawValue) by \(error(method)).")
    }
    let growth = IntervalCalibration.growth(
      far.outcomes[later] ?? [], demand.distribution)
    for day in first..<demand.scales.count {
      let weeks = Double(day / series.weekLength)
      demand.scales[day] *= min(3, (1 + (growth * growth - 1) * weeks).squareRoot())
    }
  }

  private func plain(_ method: ForecastMethod) -> ForecastMethod {
    ForecastMethod.baselines.contains(method) ? method : .average8
  }

  /// Plain averages; where no same weekday is before, the mean of the last four weeks' levels.
  private func fallback(
    _ series: DaySeries, _ design: LevelDesign, lead: Int, method: ForecastMethod
  ) -> [Double] {
    let j = series.columns
    var values = PlainAverages.forecast(plain(method), series, design)
    let whole = (0..<series.origin).filter { !series.isMissing[$0] }.suffix(4 * series.weekLength)
    // Where no day is whole, what was recorded is all there is.
    let recent =
      whole.isEmpty ? Array((0..<series.origin).suffix(8 * series.weekLength)) : Array(whole)
    for h in 0..<design.horizon {
      let w = series.weekdays[design.origin + h]
      for c in 0..<j where series.open[w][c] && values[h * j + c].isNaN {
        var (sum, count) = (0.0, 0.0)
        for d in recent where series.isUnseen[w] || series.open[series.weekdays[d]][c] {
          if whole.isEmpty {
            let recorded = series.counts[d * j + c]
            if !recorded.isNaN {
              sum += recorded
              count += 1
            }
            continue
          }
          let root =
            series.isUnseen[w]
            ? series.level[d] * series.unseenLevel[w] * series.unseenShape[w * j + c]
            : series.root[d * j + c]
          sum += max(0, root * root - 0.375)
          count += 1
        }
        values[h * j + c] = count > 0 ? sum / count : 0
      }
    }
    return Array(values[(lead * j)...])
  }

  private func describe(_ series: DaySeries, _ evidence: inout ForecastEvidence) {
    if hours.wasLearnt { evidence.remarks.append("Opening hours were learnt from the history.") }
    if !hours.givenUp.isEmpty {
      let spans = HoursRemarks.spans(hours.givenUp, length: grid.intervalSeconds)
      evidence.remarks.append(
        spans.joined(separator: ", ") + ": nothing in the last week, which is taken for closed;"
          + " hours that are given say otherwise.")
    }
    evidence.remarks += HoursRemarks(series).sentences
    if grid.countsAnswered {
      evidence.remarks.append(
        "The history counts answered contacts only: demand is understated by those who abandoned.")
    }
    if grid.corrected > 0 {
      evidence.remarks.append(
        "\(grid.corrected) intervals with answered contacts only were raised to offered ones.")
    }
    let live = (0..<series.origin).filter { d in
      (0..<series.columns).contains { !series.counts[d * series.columns + $0].isNaN }
    }
    let leftOut = live.count { series.isMissing[$0] }
    if 20 * leftOut > live.count {
      evidence.remarks.append(
        "\(leftOut) of \(live.count) days with records lack too many open intervals and are left out."
      )
    }
    if series.origin > 0, let last = (0..<series.origin).last(where: { !series.isMissing[$0] }) {
      let gap = series.origin - 1 - last
      if gap >= series.weekLength {
        evidence.remarks.append(
          "The last \(gap) open days before the as-of instant have no data; the latest is"
            + " \(series.dates[last]).")
      }
    }
  }
}
