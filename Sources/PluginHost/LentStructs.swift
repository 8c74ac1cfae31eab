internal import CMusterPlugin
internal import PluginContract

/// Lends `queue` as the C struct.
func withQueue<Result>(
  _ queue: QueueInfo, _ body: (UnsafePointer<muster_queue>) -> Result
) -> Result {
  queue.id.withCString { id in
    queue.channel.withCString { channel in
      queue.zone.withCString { zone in
        queue.client.withCString { client in
          queue.site.withCString { site in
            queue.calendar.withCString { calendar in
              var raw = muster_queue(
                struct_size: UInt32(MemoryLayout<muster_queue>.size),
                interval_s: Int32(clamping: queue.intervalS), id: id, channel: channel,
                zone: zone, client: client, site: site, calendar: calendar,
                shrinkage: queue.shrinkage, patience_s: queue.patienceS ?? .infinity,
                concurrency: queue.concurrency)
              return body(&raw)
            }
          }
        }
      }
    }
  }
}

/// Lends `goal` as the C struct.
func withGoal<Result>(_ goal: GoalInfo, _ body: (UnsafePointer<muster_goal>) -> Result) -> Result {
  goal.definition.withCString { definition in
    var raw = muster_goal(
      struct_size: UInt32(MemoryLayout<muster_goal>.size), reserved: 0, definition: definition,
      service_level: goal.serviceLevel ?? .nan, within_s: goal.withinS, asa_s: goal.asaS ?? .nan,
      abandonment: goal.abandonment ?? .nan, max_occupancy: goal.maxOccupancy ?? .nan)
    return body(&raw)
  }
}
