// Shifts as the public interface of When I Work takes them (POST /2/shifts), one object a shift. Names as in its
// published description, looked up in November 2026.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Tables

extension DeliveryForm {
  static let whenIWork = DeliveryForm(
    name: "when-i-work", summary: "the shifts, as When I Work takes them", needs: [.agent, .site]
  ) { plan, names throws(Problem) in .json(try plan.whenIWork(names)) }
}

extension DeliveredPlan {
  func whenIWork(_ names: ForeignNames) throws(Problem) -> JSONValue {
    let system = "When I Work"
    try names.mustKnow(.agent, shifts.map(\.agent), form: system)
    try names.mustKnow(.site, shifts.compactMap { $0.stretches.first?.site }, form: system)
    var all: [JSONValue] = []
    for shift in shifts {
      let zone = clock(shift.timezone)
      let unpaid = shift.pauses.filter { !$0.isPaid }.reduce(0) {
        $0 + ($1.segment.end - $1.segment.start)
      }
      let pauses = shift.pauses.map { pause in
        let (start, end) = (zone.local(at: pause.segment.start), zone.local(at: pause.segment.end))
        return "\(pause.segment.activity.rawValue) \(start.clock)-\(end.clock)"
      }
      all.append([
        "user_id": .integer(try number(.agent, shift.agent, names)),
        "location_id": .integer(try number(.site, shift.stretches.first?.site ?? "", names)),
        "start_time": .string(shift.start.text(in: zone)),
        "end_time": .string(shift.end.text(in: zone)),
        "break_time": .number(Double(unpaid) / 3600),
        "notes": .string(pauses.joined(separator: ", ")),
      ])
    }
    return .array(all)
  }

  /// Their ids are whole numbers.
  private func number(
    _ kind: ForeignNames.Kind, _ ours: String, _ names: ForeignNames
  ) throws(Problem) -> Int {
    let theirs = names[kind, ours] ?? ""
    if let number = Int(theirs) { return number }
    throw Problem(
      subject: "--names", "is no whole number, as When I Work counts its \(kind.rawValue)s",
      value: "\(kind.rawValue),\(ours),\(theirs)")
  }
}
