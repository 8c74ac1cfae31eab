internal import InboundModel
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension InboundPlugin: ResourcesHook {
  /// Lines for the busiest interval: ringing, menu, waiting and talking, not after-call work.
  func resources(_ plan: PlanInfo) throws(PluginFailure) -> ResourcesAnswer {
    guard let (start, traffic) = busiest(plan), traffic.erlangs > 0 else {
      return ResourcesAnswer(resources: [])
    }
    let blocking = trunks.blocking ?? 0.01
    let redials = trunks.redials ?? 0
    guard let lines = traffic.lines(blocking: blocking, redials: redials) else {
      return ResourcesAnswer(resources: [])
    }
    return ResourcesAnswer(
      resources: [
        Resource(
          id: "trunks", name: "trunk lines", quantity: lines, peakUnix: start,
          note:
            "Erlang B at \(fixed(100 * blocking, 1)) %: talk \(fixed(traffic.talkErlangs, 1)) erl, queue \(fixed(traffic.waitErlangs, 1)), menu \(fixed(traffic.menuErlangs, 1)); after-call work holds no line"
            + redialWords(traffic, lines: lines, redials: redials)
        )
      ])
  }

  /// What callers who try again make of it; nothing where nobody does.
  private func redialWords(_ traffic: LineTraffic, lines: Int, redials: Double) -> String {
    guard redials > 0, let found = traffic.attempts(lines: lines, redials: redials) else {
      return ""
    }
    return
      "; \(fixed(100 * redials)) % of those without a line try again: \(fixed(found.perCaller, 3)) attempts a caller, \(fixed(100 * found.lost, 2)) % give up"
  }

  /// The interval with the most traffic over all telephone queues.
  func busiest(_ plan: PlanInfo) -> (Int64, LineTraffic)? {
    let seconds = Double(max(1, plan.centre.intervalS))
    var sums: [Int64: (calls: Double, wait: Double, talk: Double)] = [:]
    for queue in plan.queues where queue.channel == "call" {
      for interval in queue.intervals where interval.volume > 0 {
        var sum = sums[interval.startUnix] ?? (0, 0, 0)
        sum.calls += interval.volume
        // A queue without an end has no mean wait; its callers are not counted as waiting.
        let wait = interval.asaS ?? 0
        sum.wait += interval.volume * (wait.isFinite ? wait : 0)
        sum.talk += interval.volume * max(0, interval.ahtS - (trunks.afterCallSeconds ?? 0))
        sums[interval.startUnix] = sum
      }
    }
    var best: (Int64, LineTraffic)?
    for start in sums.keys.sorted() {
      guard let sum = sums[start] else { continue }
      let traffic = LineTraffic(
        callsPerSecond: sum.calls / seconds, menuSeconds: trunks.menuSeconds ?? 20,
        waitSeconds: sum.wait / sum.calls, talkSeconds: sum.talk / sum.calls)
      if traffic.erlangs > best?.1.erlangs ?? 0 { best = (start, traffic) }
    }
    return best
  }
}
