/// The Python that has a module: the first on the path, else the system's own; nil where neither has it.
public func python(with module: String) -> String? {
  ["python3", "/usr/bin/python3"].first { program in
    (try? run([program, "-c", "import \(module)"]))?.code == 0
  }
}
