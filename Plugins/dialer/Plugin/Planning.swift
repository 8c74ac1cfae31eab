internal import CivilTime
internal import DialerModel
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension DialerPlugin: ModelHook {
  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    guard let stream = streams.first(where: { $0.queue == queue.id }) else { throw .pass }
    return try StreamModel(stream, goal, rows)
  }
}

extension DialerPlugin: ResourcesHook {
  func resources(_ plan: PlanInfo) throws(PluginFailure) -> ResourcesAnswer {
    var resources: [Resource] = []
    for stream in streams {
      guard
        let peak = intervals(stream, plan).max(by: {
          $0.dialled.lines.total < $1.dialled.lines.total
        })
      else { continue }
      let lines = peak.dialled.lines
      resources.append(
        Resource(
          id: "trunks", name: "lines of the dialer", quantity: wholeUp(lines.total),
          pool: stream.queue, peakUnix: peak.start,
          note:
            "\(fixed(lines.ringing, 1)) ringing and \(fixed(lines.talking, 1)) talking: \(fixed(lines.pacingRatio, 2)) lines per agent"
        ))
      resources.append(
        Resource(
          id: "calls-per-second", name: "calls per second",
          quantity: wholeUp(peak.dialled.callsPerSecond),
          pool: stream.queue, peakUnix: peak.start,
          note:
            "\(fixed(lines.dialsPerSecond, 2)) dials a second and headroom of \(fixed(stream.burst ?? 1.5, 1))"
        ))
    }
    return ResourcesAnswer(resources: resources)
  }

  /// What the dialer does in each interval in which somebody is called.
  func intervals(_ stream: Stream, _ plan: PlanInfo) -> [(
    start: Int64, hour: Int, dialled: DialerInterval
  )] {
    guard let queue = plan.queues.first(where: { $0.id == stream.queue }) else { return [] }
    let zone = (try? ZoneDatabase.system.zone(queue.zone)) ?? .utc
    return queue.intervals.compactMap { interval in
      let hour = zone.local(at: Instant(seconds: interval.startUnix)).hour
      let rate = stream.rate(hour: hour)
      guard interval.volume > 0, rate > 0 else { return nil }
      return (
        interval.startUnix, hour,
        DialerInterval(
          agents: Int(interval.onPhone.rounded()), contactRate: rate,
          pacing: stream.pacing(handlingSeconds: interval.ahtS),
          seconds: Double(plan.centre.intervalS), burst: stream.burst ?? 1.5,
          mode: stream.dialMode)
      )
    }
  }
}
