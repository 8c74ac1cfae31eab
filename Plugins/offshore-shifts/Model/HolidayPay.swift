public import CivilTime

/// Pay for a holiday on which an agent does not work.
public struct UnworkedHoliday: Hashable, Sendable {
  public var date: CivilDate
  public var rule: String
  /// Days of basic pay.
  public var days: Double
}

extension PayEngine {
  /// The holidays of `dates` that `work` leaves free and that are paid all the same.
  ///
  /// An agent's weekly rest that falls on a holiday counts like any other day: whether it is paid is
  /// a matter of the contract's divisor, which the wage says.
  public func unworkedHolidays(
    _ work: AgentWork, in dates: ClosedRange<CivilDate>
  ) -> [UnworkedHoliday] {
    let worked = Set(work.shifts.map { clock.local($0.start).date })
    return holidays.dates.filter { dates.contains($0) && !worked.contains($0) }
      .compactMap { date in
        let paid = book.set(on: date).days
          .filter { entry in
            entry.body.unworkedDays > 0
              && entry.body.when.hold { fact in
                switch fact {
                case .holiday(let kind, let times): holidays.count(kind, on: date) >= times
                case .trait(let trait): work.traits.contains(trait)
                case .weekday(let weekday): date.weekday == weekday
                case .restDay: false
                case .shiftClass: false
                }
              }
          }
          .max { $0.body.unworkedDays < $1.body.unworkedDays }
        return paid.map {
          UnworkedHoliday(date: date, rule: $0.id, days: $0.body.unworkedDays)
        }
      }
  }
}
