internal import Workloads

/// What comes of a block's counts: the words of the rule examples.
public func abandonmentOutcome(live: Int, abandoned: Int, limit: Double) -> String {
  let count = AbandonmentCount(live: live, abandoned: abandoned)
  let headroom = count.headroom(limit)
  return headroom >= 0 ? "within, \(headroom) left" : "exceeded by \(-headroom)"
}
