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
      #expect(linkTarget("\(folder)/link") == "a")
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
      #expect(try namesInFolder(folder) == ["a", "link"])
    }
  }

  @Test func aDeviceIsWrittenTo() throws { try writeFile("/dev/null", [1]) }
}
