import Diagnostics
import Files
import Glibc
import TestSupport
import Testing

@Suite struct ReadingAndWritingTests {
  @Test func aNamedPipeIsRefusedAtOnce() throws {
    try withTemporaryFolder { folder in
      mkfifo("\(folder)/pipe", 0o600)
      let problem = #expect(throws: Problem.self) { try readFile("\(folder)/pipe") }
      #expect(problem?.what == "is a named pipe, not a file")
    }
  }

  @Test(arguments: ["/dev/zero", "/dev/urandom"]) func aDeviceIsRefused(_ path: String) {
    let problem = #expect(throws: Problem.self) { try readFile(path) }
    #expect(problem?.what == "is a device, not a file")
  }

  @Test func nothingIsReadFromNull() throws { #expect(try readFile("/dev/null").isEmpty) }

  @Test func aFileOfPiecesIsThereWholeOrNotAtAll() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a"
      try writeFile(path) { (write) throws(Problem) in
        for k in UInt8(0)..<3 { try write([k, k]) }
      }
      #expect(try readFile(path) == [0, 0, 1, 1, 2, 2])
      #expect(throws: Problem.self) {
        try writeFile(path) { (write) throws(Problem) in
          try write([9])
          throw Problem(.failed, at: Place(file: path), "is refused")
        }
      }
      #expect(try readFile(path) == [0, 0, 1, 1, 2, 2])
      #expect(try namesInFolder(folder) == ["a"])
    }
  }

  /// A link in a circle stands for what the system cannot tell.
  @Test func whatCannotBeLookedAtIsNotAbsent() throws {
    try withTemporaryFolder { folder in
      #expect(try !stands(at: "\(folder)/none"))
      #expect(try readFileIfAny("\(folder)/none/below") == nil)
      try writeFile("\(folder)/a", [1])
      #expect(try !stands(at: "\(folder)/a/below"))
      #expect(try readFileIfAny("\(folder)/a") == [1])
      #expect(try linkTarget("\(folder)/a") == nil)
      symlink("circle", "\(folder)/circle")
      #expect(throws: Problem.self) { try stands(at: "\(folder)/circle/a") }
      let problem = #expect(throws: Problem.self) { try readFileIfAny("\(folder)/circle") }
      #expect(problem?.kind == .failed)
      #expect(problem?.place?.file == "\(folder)/circle")
      #expect(throws: Problem.self) { try linkTarget("\(folder)/circle/a") }
    }
  }

  /// A folder of the link's name stands in its way.
  @Test func aLinkThatCannotBeSwitchedLeavesNothing() throws {
    try withTemporaryFolder { folder in
      try makeFolder("\(folder)/latest/full")
      #expect(throws: Problem.self) { try switchLink("\(folder)/latest", to: "a") }
      #expect(try namesInFolder(folder) == ["latest"])
    }
  }

  /// A folder that takes no new file stands for a disk that refuses.
  @Test func aRefusingDiskLeavesWhatWasThere() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/page.html"
      try writeFile(path, Array("whole".utf8))
      chmod(folder, 0o500)
      defer { chmod(folder, 0o700) }
      if geteuid() != 0 {
        #expect(throws: Problem.self) { try writeFile(path, [1, 2, 3]) }
      }
      #expect(try readFile(path) == Array("whole".utf8))
    }
  }

  @Test func aFileKeepsItsModeAndALinkStaysALink() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a"
      try writeFile(path, [1])
      chmod(path, 0o600)
      symlink("a", "\(folder)/link")
      try writeFile("\(folder)/link", [2])
      #expect(try readFile(path) == [2])
      #expect(linked("\(folder)/link") == "a")
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
      #expect(try namesInFolder(folder) == ["a", "link"])
    }
  }

  @Test func threadsThatWriteIntoOneFolderDoNotMeet() async throws {
    try await withTemporaryFolder { folder in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for k in 0..<64 {
          group.addTask {
            try writeFile("\(folder)/\(k)", [UInt8](repeating: UInt8(k), count: 999))
          }
        }
        try await group.waitForAll()
      }
      for k in 0..<64 {
        #expect(try readFile("\(folder)/\(k)") == [UInt8](repeating: UInt8(k), count: 999))
      }
    }
  }

  @Test func aDeviceIsWrittenTo() throws { try writeFile("/dev/null", [1]) }
}
