import Files
import TestSupport
import Testing

/// Commands of a centre that forecast: run with consent only, tried, limited, named when they fail.
@Suite struct ModelCommandTests {
  /// Our own program as somebody else's model: the mean of four weeks, by its own name.
  private var words: String {
    """
    command = ["\(musterExecutable)", "forecast", "--history", "-", "--timezone", "{timezone}", \
    "--as-of", "{as_of}", "--from", "{from}", "--days", "{days}", "--hours", "Mon-Fri 09:00-17:00", \
    "--interval", "{interval_minutes}m", "--method", "avg4", "--format", "csv"]
    """
  }

  private func add(_ model: String, to centre: TinyCentre) throws {
    try centre.change("centre.toml") { "\($0)\n[[model]]\n\(model)\n" }
  }

  private func script(_ text: String, _ name: String, in centre: TinyCentre) throws {
    try centre.write(name, "#!/bin/sh\n\(text)\n")
    _ = try run(["chmod", "755", "\(centre.folder)/\(name)"])
  }

  private func forecast(_ centre: TinyCentre, _ more: String...) throws -> Finished {
    try run([musterExecutable, "forecast", centre.folder, "--as-of", TinyCentre.asOf] + more)
  }

  @Test func aCommandIsTriedBesideOurs() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try add("id = \"theirs\"\nuse = \"show\"\n\(words)", to: centre)
      let done = try forecast(centre, "--run-models")
      #expect(done.code == 0, "\(done.errors)")
      let lines = done.output.split(separator: "\n").map(String.init)
      func numbers(_ method: String) -> [Substring]? {
        lines.first { $0.hasPrefix(method) }?.replacing(" ◂ used", with: "").split(separator: " ")
          .dropFirst().map { $0 }
      }
      // It is our avg4, so it errs as our avg4 does.
      #expect(numbers("theirs") != nil && numbers("theirs") == numbers("avg4"), "\(done.output)")
      let backtest = try muster(
        "backtest", centre.folder, "--as-of", TinyCentre.asOf, "--weeks", "1", "--run-models",
        "--format", "csv")
      #expect(backtest.output.contains("main,all,theirs,"), "\(backtest.errors)")
    }
  }

  @Test func nothingOfAFolderRunsWithoutConsent() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try script("touch ran; cat", "model", in: centre)
      try add("id = \"theirs\"\ncommand = [\"./model\"]", to: centre)
      let plain = try forecast(centre)
      #expect(plain.code == 0)
      let check = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(check.errors.contains("model theirs: its command is not run"), "\(check.errors)")
      let plan = try centre.plan("--quiet")
      #expect(plan.errors.contains("model theirs: its command is not run"), "\(plan.errors)")
      #expect(!exists("\(centre.folder)/ran"))
      // What must make the forecast and may not run is an error, not another forecast.
      try centre.change("centre.toml") { $0 + "use = \"always\"\n" }
      #expect(try forecast(centre).code == 10)
      #expect(!exists("\(centre.folder)/ran"))
    }
  }

  @Test func failuresAreNamedAndCostTheCandidateAlone() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try script("echo no data for Tuesday >&2; exit 3", "failing", in: centre)
      try script("sleep 60", "slow", in: centre)
      try script("cat > /dev/null; echo interval_start,offered; echo soon,3", "wrong", in: centre)
      try script("cat > /dev/null", "silent", in: centre)
      for name in ["failing", "slow", "wrong", "silent"] {
        try add("id = \"\(name)\"\ncommand = [\"./\(name)\"]\ntime_limit = \"1s\"", to: centre)
      }
      try add("id = \"absent\"\ncommand = [\"./absent\"]", to: centre)
      let done = try forecast(centre, "--run-models")
      #expect(done.code == 0, "\(done.errors)")
      for text in [
        "Method failing gave no forecast: failed with exit code 3 (no data for Tuesday).",
        "Method slow gave no forecast: did not end in 1 s and was ended.",
        "Method wrong gave no forecast: the answer of wrong:2:1: ",
        "Method silent gave no forecast: wrote nothing to its standard output.",
        "Method absent gave no forecast: cannot be started: ",
      ] { #expect(done.output.contains(text), "\(text)\n\(done.output)") }
      try centre.change("centre.toml") {
        $0.replacing(
          "command = [\"./failing\"]", with: "command = [\"./failing\"]\nuse = \"always\"")
      }
      let told = try forecast(centre, "--run-models")
      #expect(told.code == 1)
      #expect(
        told.errors.contains("failed with exit code 3 (no data for Tuesday)"), "\(told.errors)")
    }
  }

  @Test func aFileMayBeReadInsteadAndVariablesSayWhatIsAsked() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try script(
        """
        test "$MUSTER_QUEUE $MUSTER_INTERVAL_MINUTES" = "main 30" || exit 4
        head -1 "$1" | grep -q '^queue,interval_start,offered,' || exit 5
        exec "\(musterExecutable)" forecast --history "$1" --timezone "$MUSTER_TIMEZONE" \
          --as-of "$MUSTER_AS_OF" --from "$MUSTER_FROM" --days "$MUSTER_DAYS" \
          --hours "Mon-Fri 09:00-17:00" --method avg8 --format csv
        """, "model", in: centre)
      try add(
        "id = \"theirs\"\ncommand = [\"./model\", \"{history}\"]\nuse = \"always\"", to: centre)
      let done = try forecast(centre, "--run-models", "--format", "csv")
      #expect(done.code == 0, "\(done.errors)")
      #expect(done.output.contains(",theirs\n"))
      let own = try forecast(centre, "--format", "csv")
      #expect(own.code == 10)
      let plan = try centre.plan("--run-models")
      #expect([0, 13].contains(plan.code), "\(plan.errors)")
      let manifest = try text(of: "\(centre.latest)/manifest.json")
      #expect(manifest.contains("model theirs"))
    }
  }

  @Test func aProgramThatOthersCanChangeIsRefused() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try script("touch ran; cat", "model", in: centre)
      _ = try run(["chmod", "777", "\(centre.folder)/model"])
      try add("id = \"theirs\"\ncommand = [\"./model\"]\nuse = \"always\"", to: centre)
      let done = try forecast(centre, "--run-models")
      #expect(done.code == 10)
      #expect(done.errors.contains("can be changed by anyone"), "\(done.errors)")
      #expect(!exists("\(centre.folder)/ran"))
    }
  }

  @Test func whatIsWrittenWrongIsRefusedWhereItStands() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try add(
        "id = \"avg4\"\ncommand = [\"./model\", \"{as_off}\"]\nqueues = [\"mian\"]\nuse = \"maybe\"",
        to: centre)
      let check = try muster("check", centre.folder)
      #expect(check.code == 4)
      for text in ["avg4", "{as_off}", "you meant {as_of}", "\"mian\"", "best, always, show"] {
        #expect(check.errors.contains(text), "\(text)\n\(check.errors)")
      }
    }
  }
}
