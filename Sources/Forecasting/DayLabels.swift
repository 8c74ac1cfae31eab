internal import CivilTime

extension DaySeries {
  /// Labels grid days by the named days of the setting.
  ///
  /// "(observed)" and the like are cut off names, so that a holiday and its shifted day share what
  /// was learnt of them. Successive days of one name are a festival: each has a label of its own, the
  /// second day as "NAME, day 2". A day that is both named and an eve is named.
  mutating func label(_ setting: ForecastSetting) {
    var named: [CivilDate: NamedDay] = [:]
    for day in setting.namedDays where named[day.date] == nil { named[day.date] = day }
    var indices: [String: Int] = [:]
    func index(_ day: NamedDay) -> Int {
      var place = 1
      while named[day.date - place]?.name == day.name { place += 1 }
      let name = Self.plainName(day.name) + (place > 1 ? ", day \(place)" : "")
      if let known = indices[name] { return known }
      indices[name] = names.count
      names.append(name)
      let first = place > 1 ? indices[Self.plainName(day.name)] : nil
      families.append(first ?? names.count - 1)
      return names.count - 1
    }
    let openDates = Set(dates)
    for d in dates.indices {
      if let day = named[dates[d]] {
        labels[d] = .named(index(day))
        if day.isClosed == true { isClosed[d] = true }
      } else if let day = named[dates[d] + 1] {
        labels[d] = .eve(index(day))
      }
      guard named[dates[d]] == nil else { continue }
      if let day = named[dates[d] - 1], d > 0, dates[d - 1] == dates[d] - 1 {
        afterName[d] = families[index(NamedDay(date: dates[d] - 1, name: day.name))]
      }
      for k in 1...4 {
        let before = dates[d] - k
        if named[before] != nil {
          isAfter[d] = true
          break
        }
        if openDates.contains(before) { break }
      }
    }
  }

  /// A holiday's name without what is added in parentheses.
  static func plainName(_ name: String) -> String {
    guard let open = name.firstIndex(of: "(") else { return name }
    var plain = name[..<open]
    while plain.last == " " { plain.removeLast() }
    return String(plain)
  }
}
