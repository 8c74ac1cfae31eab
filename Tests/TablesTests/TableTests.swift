import Diagnostics
import Foundation
import Tables
import Testing

@Suite struct TableTests {
  static var table: Table {
    var table = Table([
      .text("queue"), .number("offered", "contacts", decimals: 3, shown: 0),
      .number("aht_s", "AHT", unit: "s", decimals: 1, shown: 0),
      .share("service_level", "service level"), .flag("closed"),
      .text("day", "through the day", for: .people),
      .number("lo80", decimals: 3, for: .programs),
    ])
    table.row("007", .number(41.9072), 310, .number(0.86134), false, "▁▃█", .number(32.25))
    table.row(
      "a<b", .missing, .number(.nan), .marked(.bad, .number(0)), true, "", .number(.infinity))
    table.total("all", .number(41.9072))
    return table
  }

  @Test func peopleReadTitlesUnitsAndTotals() {
    #expect(
      Self.table.text() == """
        queue  contacts  AHT s  service level  closed  through the day
        ─────  ────────  ─────  ─────────────  ──────  ───────────────
        007          42    310         86.1 %      no  ▁▃█
        a<b                             0.0 %     yes
        ─────  ────────  ─────  ─────────────  ──────  ───────────────
        all          42

        """)
    #expect(Self.table.text(paint: Paint(isOn: true)).contains("\u{1B}[31m0.0 %\u{1B}[0m"))
  }

  @Test func filesHaveEveryDigitAndNoTotals() {
    #expect(
      String(decoding: Self.table.csv(), as: UTF8.self) == """
        queue,offered,aht_s,service_level,closed,lo80
        007,41.907,310.0,0.8613,false,32.250
        a<b,,,0.0000,true,inf

        """)
  }

  /// Read back by Foundation: a number stays a number, an id of digits stays text.
  @Test func jsonKeepsIdsText() throws {
    let data = Data(Self.table.json().text().utf8)
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(rows.count == 2)
    #expect(rows[0]["queue"] as? String == "007")
    #expect(rows[0]["offered"] as? Double == 41.907)
    #expect(rows[0]["closed"] as? Bool == false)
    #expect(rows[0]["day"] == nil)
    #expect(rows[1]["offered"] is NSNull && rows[1]["lo80"] is NSNull)
    #expect(rows[1]["service_level"] as? Double == 0)
  }

  @Test func jsonOfAnyTextReadsBack() throws {
    let texts = [
      "007", "1e5", "-0", "NaN", "true", "null", "\"", "\\", "\u{1}", "é", "\n", "", "0x1F",
    ]
    var table = Table([.text("id")])
    for text in texts { table.row(.text(text)) }
    let data = Data(table.json().text(indented: false).utf8)
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: String]])
    #expect(rows.map { $0["id"] } == texts)
    var read: [String] = []
    let csv = try CSVTable(file: "table", bytes: table.csv())
    try csv.forEachRow { (row) throws(Problem) in read.append(row.text(0)) }
    #expect(read == texts)
  }

  @Test func pagesAreEscapedAndNumbersStandRight() {
    #expect(
      Self.table.html() == """
        <table>
        <thead><tr><th>queue</th><th class="n">contacts</th><th class="n">AHT s</th>\
        <th class="n">service level</th><th class="n">closed</th><th>through the day</th></tr>
        </thead>
        <tbody>
        <tr><td>007</td><td class="n">42</td><td class="n">310</td><td class="n">86.1 %</td>\
        <td class="n">no</td><td>▁▃█</td></tr>
        <tr><td>a&lt;b</td><td class="n"></td><td class="n"></td><td class="n bad">0.0 %</td>\
        <td class="n">yes</td><td></td></tr>
        </tbody>
        <tfoot>
        <tr><td>all</td><td class="n">42</td><td class="n"></td><td class="n"></td>\
        <td class="n"></td><td></td></tr>
        </tfoot></table>

        """)
    var table = Table([.text("a\"")])
    table.row("<script>&'")
    #expect(table.html().contains("<th>a&quot;</th>"))
    #expect(table.html().contains("<td>&lt;script&gt;&amp;&#39;</td>"))
  }

  @Test func anIdCannotMoveTheCursor() {
    var table = Table([.text("agent")])
    table.row("A\u{1B}[2J\n1")
    #expect(table.text() == "agent\n──────\nA[2J 1\n")
  }

  @Test func numbersWithoutDecimalsAreWrittenShort() {
    var table = Table([.number("n"), .number("x", shown: 2)])
    table.row(5, .number(0.1))
    #expect(String(decoding: table.csv(), as: UTF8.self) == "n,x\n5,0.1\n")
    #expect(table.text().hasSuffix("\n5  0.10\n"))
    #expect(table.filter { _ in false }.isEmpty)
  }

  /// A file's columns are what the caller says: an id of digits stays text.
  @Test func aFileIsATableOfKnownColumns() throws {
    let csv = try CSVTable(file: "f", bytes: Array("queue,offered\n007,12.50\n8,\n".utf8))
    let table = try Table(csv, text: ["queue"])
    #expect(
      table.json().text(indented: false)
        == #"[{"queue":"007","offered":12.5},{"queue":"8","offered":null}]"#)
    let wrong = try CSVTable(file: "f", bytes: Array("queue,offered\n007,many\n".utf8))
    #expect(throws: Problem.self) { try Table(wrong, text: ["queue"]) }
  }
}
