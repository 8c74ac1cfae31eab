internal import Tables

/// A text from a user as HTML: markup is shown, not obeyed; characters that steer a screen or turn the order
/// of the text around show as such; what is written from right to left keeps to itself.
func safe(_ text: String) -> String {
  var plain = ""
  var needsIsolation = false
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 9, 10, 13: plain.unicodeScalars.append(" ")
    case 0..<32, 127..<160, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF, 0x2028, 0x2029:
      plain.unicodeScalars.append("\u{FFFD}")
    case 0x590...0x8FF, 0x200E, 0x200F, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF,
      0x1E800...0x1EFFF:
      needsIsolation = true
      plain.unicodeScalars.append(scalar)
    default: plain.unicodeScalars.append(scalar)
    }
  }
  let escaped = escapedForHTML(plain)
  return needsIsolation ? "<bdi>\(escaped)</bdi>" : escaped
}

/// The same within an attribute, a title or a description, where no elements may stand.
func safeText(_ text: String) -> String {
  let made = safe(text)
  guard made.hasPrefix("<bdi>"), made.hasSuffix("</bdi>") else { return made }
  return String(made.dropFirst(5).dropLast(6))
}

/// A number with its thousands apart, `12,970`.
func grouped(_ value: Double, _ decimals: Int = 0) -> String {
  let text = fixed(value, decimals)
  let parts = text.split(separator: ".", maxSplits: 1)
  guard let whole = parts.first else { return text }
  let sign = whole.hasPrefix("-") ? "−" : ""
  let digits = Array(whole.drop { $0 == "-" })
  var out = ""
  for (k, digit) in digits.enumerated() {
    if k > 0, (digits.count - k) % 3 == 0 { out += "," }
    out.append(digit)
  }
  return sign + out + (parts.count > 1 ? "." + parts[1] : "")
}

/// A difference with its sign, `+12`, `−3`; `0` for none.
func signed(_ value: Double, _ decimals: Int = 0) -> String {
  let text = grouped(value, decimals)
  return value > 0 && text.contains(where: { "123456789".contains($0) }) ? "+" + text : text
}

/// A share as percent, `86.1 %`.
func percent(_ share: Double, _ decimals: Int = 1) -> String {
  grouped(share * 100, decimals) + " %"
}

/// A table of a report: texts, numbers to the right. It scrolls by itself where it is too wide.
struct HTMLTable {
  var header: [String]
  var rows: [[String]]
  /// Columns whose cells stand at the left.
  var textColumns: Set<Int> = [0]
  /// What it shows, for those who cannot see it.
  var caption = ""
  /// The last row sums up.
  var hasTotal = false
  var isSortable = true

  var html: String {
    func line(_ cells: [String], _ tag: String) -> String {
      let inner = cells.enumerated().map { index, cell in
        let isHead = tag == "th" || index == 0
        let name = isHead ? "th" : "td"
        let scope = tag == "th" ? " scope=col" : isHead ? " scope=row" : ""
        let side = textColumns.contains(index) ? "" : " class=n"
        return "<\(name)\(scope)\(side)>\(safe(cell))</\(name)>"
      }
      return "<tr>\(inner.joined())</tr>\n"
    }
    let sortable = isSortable && rows.count > 2 ? " class=sort" : ""
    var out = "<div class=scroll><table\(sortable)>"
    if !caption.isEmpty { out += "<caption class=hide>\(safe(caption))</caption>" }
    out += "<thead>\(line(header, "th"))</thead>\n<tbody>\n"
    let body = hasTotal ? rows.dropLast() : rows[...]
    out += body.map { line($0, "td") }.joined() + "</tbody>"
    if hasTotal, let last = rows.last { out += "<tfoot>\(line(last, "td"))</tfoot>" }
    return out + "</table></div>\n"
  }
}

/// A part of the page with a heading that links can name.
func section(_ id: String, _ title: String, _ body: String) -> String {
  body.isEmpty
    ? ""
    : "<section id=\(id) aria-labelledby=\(id)-h><h2 id=\(id)-h>\(safe(title))</h2>\n\(body)</section>\n"
}

/// The page: the skeleton with its styles and its small script, see `Page/`; nothing is loaded from
/// elsewhere.
enum HTMLPage {
  /// `hasScript`: Whether there is anything to point at, sort or filter.
  static func page(title: String, body: String, hasScript: Bool = true) -> String {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    let parts = [
      "title": safeText(title), "style": text(PackageResources.page_css),
      "script": hasScript ? "<script>\n\(text(PackageResources.page_js))</script>\n" : "",
      "body": body,
    ]
    // Left to right, so that no content is searched for places to fill.
    var out = ""
    var rest = text(PackageResources.page_html)[...]
    while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
      out += rest[..<open.lowerBound]
      out += parts[String(rest[open.upperBound..<close.lowerBound])] ?? ""
      rest = rest[close.upperBound...]
    }
    return out + rest
  }
}

extension Substring {
  /// Where `text` first stands.
  fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
