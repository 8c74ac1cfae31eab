public import CentreInputs
internal import CivilTime
public import Diagnostics
internal import Spreadsheets

extension DeliveredPlan {
  /// The plan as a workbook: the roster with breaks and leave, paid hours by day, what is short and over, what
  /// is asked for, and the pay.
  func workbook() -> Workbook {
    Workbook(
      title: "\(centre), \(from) to \(from + max(0, days - 1))", madeAt: asOf.seconds,
      sheets: [rosterSheet(), hoursSheet(), coverageSheet(), requirementSheet(), paySheet()])
  }

  /// Writes the workbook as `.xlsx`, whole or not at all; its last sheet has the agents of today, for people
  /// to edit and to be read back.
  ///
  /// - Returns: What is not in it, in sentences.
  public func writeWorkbook(to file: String, of folder: CentreFolder) throws(Problem) -> [String] {
    var book = workbook()
    var notes: [String] = []
    do throws(Problem) { book.sheets.append(try folder.agentSheet()) } catch {
      notes.append("the workbook has no sheet of agents: \(error)")
    }
    try book.write(to: file)
    return notes
  }

  /// The heads of the columns of dates.
  var dateHeads: [SheetCell] {
    dates.map { .text("\($0.weekday.shortName) \($0)", .head) }
  }

  /// Shifts by person and date.
  var shiftsByDay: [String: [Int: [DeliveredShift]]] {
    var all: [String: [Int: [DeliveredShift]]] = [:]
    for shift in shifts {
      all[shift.agent, default: [:]][shift.workDate.dayNumber, default: []].append(shift)
    }
    return all
  }
}
