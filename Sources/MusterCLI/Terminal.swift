import Files
import Glibc

/// The two streams of the process: data on the standard output, words on the standard error.
enum Terminal {
  /// Whether words go to a person's screen that may be coloured.
  static let isColoured = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
  /// Whether data goes to a person's screen that may be coloured.
  static let outputIsColoured = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
  /// Whether somebody watches progress.
  static let isWatched = isatty(STDERR_FILENO) == 1

  /// The width of the screen in columns; 100 where it is not known.
  static var columns: Int {
    if let text = getenv("COLUMNS"), let count = Int(String(cString: text)), count > 20 {
      return count
    }
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 100 }
    return Int(size.ws_col)
  }

  /// A line of words for a person.
  static func say(_ text: String) {
    try? writeAll(Array((text + "\n").utf8), to: STDERR_FILENO, name: "standard error")
  }

  /// Data, exactly as given. A reader that went away ends the program quietly.
  static func write(_ bytes: [UInt8]) {
    do { try writeAll(bytes, to: STDOUT_FILENO, name: "standard output") } catch { exit(1) }
  }

  static func write(_ text: String) { write(Array(text.utf8)) }

  static func red(_ text: String) -> String { isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
  static func dim(_ text: String) -> String { isColoured ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
