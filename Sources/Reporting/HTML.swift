internal import Tables

/// A table of a report: texts, numbers to the right.
struct HTMLTable {
  var header: [String]
  var rows: [[String]]
  /// Columns whose cells stand at the left.
  var textColumns: Set<Int> = [0]

  var html: String {
    func line(_ cells: [String], _ tag: String) -> String {
      let inner = cells.enumerated().map { index, cell in
        let side = textColumns.contains(index) ? "" : " class=\"n\""
        return "<\(tag)\(side)>\(escapedForHTML(cell))</\(tag)>"
      }
      return "<tr>\(inner.joined())</tr>\n"
    }
    return "<table>\n<thead>\(line(header, "th"))</thead>\n<tbody>\n"
      + rows.map { line($0, "td") }.joined() + "</tbody></table>\n"
  }
}

/// A page without scripts, fonts or pictures from elsewhere; it prints well and follows the reader's
/// light or dark setting.
enum HTMLPage {
  static func page(title: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escapedForHTML(title))</title>
    <style>\(style)</style>
    </head>
    <body>
    \(body)</body>
    </html>

    """
  }

  private static let style = """
    :root{--ink:#1c2733;--soft:#5b6b7b;--line:#d8dfe6;--paper:#fff;--band:#cfe3f5;--band2:#e6f0f9;
    --blue:#1f6fb2;--green:#2c8a57;--red:#c0392b;--gold:#c98a1b}
    @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa9b8;--line:#33404d;
    --paper:#11181f;--band:#234a6b;--band2:#1a3149;--blue:#6cb6ff;--green:#5fc88f;--red:#ff7b6b;
    --gold:#e5b252}}
    body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);
    max-width:1080px;margin:2rem auto;padding:0 1rem}
    h1{font-size:1.7rem;margin:0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem;border-bottom:1px solid
    var(--line)}h3{font-size:1rem;margin:1.4rem 0 .4rem}p.sub{color:var(--soft);margin:.2rem 0 1rem}
    table{border-collapse:collapse;margin:.6rem 0}td,th{padding:.2rem .8rem .2rem 0;text-align:left;
    border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--soft);font-weight:600}
    .n{text-align:right;font-variant-numeric:tabular-nums}svg{width:100%;height:auto;display:block}
    svg text{fill:var(--soft);font-size:11px}.bad{color:var(--red)}
    @media print{body{margin:0;max-width:none}h2{break-after:avoid}svg{break-inside:avoid}}
    """
}
