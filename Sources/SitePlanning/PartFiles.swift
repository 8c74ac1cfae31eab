public import CentreModel
internal import CivilTime
public import Publishing
internal import Rostering

extension PlannedPart {
  /// The roster as its file has it: one row a segment, on the site's clock, with the paid flags.
  public var rosterRows: [RosterFiles.Row] {
    RosterFiles.rows(roster.segments, of: part.site, agents: roster.agents)
  }
}

extension RosterFiles {
  /// A site's segments as rows of the file.
  public static func rows(
    _ segments: [RosterSegment], of site: StaffedSite, agents: [RosterAgent]
  ) -> [Row] {
    let known = Dictionary(agents.map { ($0.id, $0) }) { first, _ in first }
    return RosterShift.shifts(of: segments).flatMap { shift in
      let contract = known[shift.agent].flatMap { site.contract(of: $0) }
      return zip(shift.segments, shift.paidFlags(contract)).map { segment, isPaid in
        Row(
          segment, shiftStart: shift.start, isPaid: isPaid, site: site.site.id, zone: site.zone)
      }
    }
  }
}
