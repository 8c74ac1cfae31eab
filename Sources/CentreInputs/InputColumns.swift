internal import CentreModel
internal import Diagnostics
internal import Tables

/// The columns that are read of each file of a centre but the history, whose columns have many spellings;
/// every other one is said to be without use.
enum InputColumns {
  static let agents = [
    "agent_id", "contract", "name", "availability", "skills", "site", "team", "remote",
    "unavailable_dates", "leave", "leave_hours", "previous_shift_end_utc",
    "previous_days_in_row", "previous_nights_in_row", "earliest_start", "latest_start",
    "preferred_start", "preferred_days_off", "preferred_shifts", "carried_nights",
    "carried_weekends", "carried_unpopular", "carried_weekends_in_month", "min_hours_per_week",
    "max_hours_per_week", "min_shifts_per_week", "max_shifts_per_week",
  ]
  static let holidays = ["date", "name", "calendar", "kind", "region", "status", "source", "hours"]
  static let events = ["name", "date", "until", "effect", "reason", "queue"]
  static let drops = [
    "drop_id", "date", "quantity", "medium", "expected_response_rate", "queue", "status",
  ]
}

/// A note on every column of `table` that is not read, with the nearest that is.
func unusedColumns(_ table: CSVTable, known: [String]) -> [InputNote] {
  let read = Set(known)
  let free = known.filter { !table.header.contains($0) }
  return table.header.filter { !$0.isEmpty && !read.contains($0) }.map { name in
    let near = nearestName(to: name, among: free)
    return InputNote(
      at: table.headerPlace,
      subject: name, "is no column that is read: what it says is not used",
      maybe: near.map { "you meant \($0)" }
        ?? "the columns are \(known.joined(separator: ", "))")
  }
}
