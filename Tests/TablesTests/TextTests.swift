import Tables
import Testing

@Suite struct TextTests {
  private var table: TextTable {
    var table = TextTable([.left("queue"), .right("offered"), .centre("")])
    table.row("service", "1204", "ok")
    table.row("日本", "7")
    table.rule()
    table.row("all", "1211", "x")
    return table
  }

  @Test func alignsByDisplayWidth() {
    #expect(
      table.text() == """
        queue    offered
        ───────  ───────  ──
        service     1204  ok
        日本           7
        ───────  ───────  ──
        all         1211  x

        """)
  }

  @Test func drawsBoxes() {
    #expect(
      table.text(.boxed) == """
        ┌─────────┬─────────┬────┐
        │ queue   │ offered │    │
        ├─────────┼─────────┼────┤
        │ service │    1204 │ ok │
        │ 日本    │       7 │    │
        ├─────────┼─────────┼────┤
        │ all     │    1211 │ x  │
        └─────────┴─────────┴────┘

        """)
  }

  @Test func colourDoesNotMoveColumns() {
    let paint = Paint(isOn: true)
    var coloured = TextTable([.right("a"), .left("b")])
    coloured.row(paint.red("-4"), "x")
    let text = coloured.text(paint: paint)
    #expect(text.contains("\u{1B}[31m-4\u{1B}[0m  x\n"))
    #expect(text.hasPrefix(" \u{1B}[1ma\u{1B}[0m  \u{1B}[1mb"))
    #expect(Paint(isOn: false).red("x") == "x")
  }

  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("🙂", 2), ("─", 1), ("", 0),
    ("\u{1B}[1mab\u{1B}[0m", 2), ("한", 2), ("▁█", 2),
  ])
  func measures(text: String, width: Int) {
    #expect(displayWidth(text) == width)
  }

  @Test func drawsCharts() {
    #expect(sparkline([0, 4, nil, 8, 16]) == "▁▃ ▅█")
    #expect(sparkline([]) == "")
    #expect(bar(5, full: 10, width: 4) == "██")
    #expect(bar(1, full: 8, width: 1) == "▏")
    #expect(bar(99, full: 10, width: 2) == "██")
    #expect(bar(0, full: 10, width: 2) == "")
  }

  @Test func writesJSON() {
    let value: JSONValue = [
      "b": .number(0.1), "a": [1, true, nil, .number(.infinity)], "c": "q\"\\\n\u{1}é",
      "e": [:], "l": .literal("1.50"),
    ]
    #expect(
      value.text(indented: false)
        == #"{"b":0.1,"a":[1,true,null,null],"c":"q\"\\\n\u0001é","e":{},"l":1.50}"#)
    #expect(
      value.sorted().text() == """
        {
          "a": [
            1,
            true,
            null,
            null
          ],
          "b": 0.1,
          "c": "q\\"\\\\\\n\\u0001é",
          "e": {},
          "l": 1.50
        }

        """)
  }
}
