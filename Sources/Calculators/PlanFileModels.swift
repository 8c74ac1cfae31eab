public import Diagnostics
public import Queueing
public import Simulation

extension PlanFile {
  /// Agents for the service level `target` in every interval, and what `method` promises for them.
  public func staffed(target: Double, method: VaryingMethod) throws(Problem) -> VaryingPlan {
    do throws(QueueingError) {
      return try VaryingStaffing.plan(queue, target: target, method: method)
    } catch {
      if case .outOfRange(quantity: .load, _, _) = error {
        throw Problem(.usage, subject: "--method", "\(error)")
      }
      throw Problem(.usage, subject: "--target-sl", "\(error)")
    }
  }

  /// What the equations say of the plan's agents; nil for a floor too large to be followed.
  public func transient() throws(Problem) -> [TransientInterval]? {
    let largest = rows.map {
      max($0.callsPerHour * $0.handlingSeconds / 3600, Double($0.agents ?? 0))
    }
    guard largest.allSatisfy({ $0 <= VaryingStaffing.largestFollowed }) else { return nil }
    do throws(QueueingError) {
      return try VaryingStaffing.evaluate(queue, agents: rows.map { $0.agents ?? 0 })
    } catch {
      throw Problem(at: Place(file: file), "\(error)")
    }
  }

  /// The plan as the simulator takes it: exponential handling and patience.
  public var scenario: QueueScenario {
    .init(
      intervals: rows.map { row in
        .init(
          callsPerHour: row.callsPerHour, handling: .exponential(mean: row.handlingSeconds),
          patience: row.patienceSeconds.isFinite
            ? .exponential(mean: row.patienceSeconds) : .never,
          thresholdSeconds: row.thresholdSeconds, agents: row.agents ?? 0)
      }, intervalSeconds: Double(intervalSeconds))
  }
}
