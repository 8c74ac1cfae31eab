import TestSupport
import Testing

/// Expects a page to be readable at a width, and what it has to work; `texts`: there are more of them.
func expectReadable(_ look: Browser.Look, texts: Int = 100) {
  let at = "at \(look.width) px"
  #expect(look.scrolls <= 0, "\(at): \(look.scrolls) px wider than the window")
  #expect(look.errors.isEmpty && look.loaded.isEmpty, "\(at): \(look.errors) \(look.loaded)")
  #expect(look.small.isEmpty, "\(at): \(look.small)")
  #expect(look.faint.isEmpty, "\(at): \(look.faint)")
  #expect(look.outside.isEmpty, "\(at): \(look.outside)")
  #expect(look.overlaps.isEmpty, "\(at): \(look.overlaps)")
  #expect(look.unnamed == 0 && look.texts > texts, "\(at)")
  // What there is works: a page without a chart or a roster has nothing to point at.
  for (what, works) in [
    ("pointing", look.pointed), ("arrow keys", look.stepped), ("explain", look.explained),
    ("filter", look.filtered), ("sorting", look.sorted),
  ] { #expect(works != false, "\(at): \(what)") }
}

/// Expects a page to ask for nothing from elsewhere.
func expectNothingIsLoaded(_ page: String) {
  for reference in ["http://", "https://", "<link", "@import", "url(", "src=", "srcset"] {
    let harmless = reference == "src=" && page.contains("&lt;img src=")
    #expect(harmless || !page.contains(reference), "\(reference)")
  }
  #expect(page.contains("default-src 'none'"))
}
