// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Every target is compiled as strictly as the language allows; warnings are errors.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

/// A library module of the core: `Sources/NAME`.
///
/// The dependency lists below are the architecture: ARCHITECTURE.md shows the same table, and
/// `Tests/ArchitectureTests` compares the two, and both with the imports that stand in the sources.
func module(
  _ name: String, _ dependencies: [String] = [], products: [Target.Dependency] = [],
  resources: [Resource]? = nil
) -> Target {
  .target(
    name: name,
    dependencies: dependencies.map { .init(stringLiteral: $0) } + products,
    resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [String]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, swiftSettings: strict)
}

let core: [Target] = [
  .systemLibrary(
    name: "CLAPACK", pkgConfig: "lapack", providers: [.apt(["liblapack-dev", "libblas-dev"])]),

  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

  .systemLibrary(
    name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),

  .systemLibrary(name: "CLinux"),

  // Foundations: no knowledge of call centres.
  module("Diagnostics"),
  module("Files", ["CLinux", "Diagnostics"]),
  module("Programs", ["Diagnostics", "Files"]),
  module("LinearAlgebra", ["CLAPACK"]),
  module("LinearPrograms"),
  module("Tables", ["Diagnostics", "Files"]),
  module("CivilTime", ["Diagnostics", "Files", "Tables"]),
  module(
    "Spreadsheets", ["CXlsxWriter", "CZlib", "CivilTime", "Diagnostics", "Files", "Tables"]),
  module(
    "Configuration", ["Diagnostics"], products: [.product(name: "TOMLKit", package: "TOMLKit")]),

  // The field: each module one idea, none knows the others' insides.
  module("Queueing"),
  module("Simulation", ["Queueing"]),
  module("FloorSimulation", ["Simulation"]),
  module("Calculators", ["Diagnostics", "Queueing", "Simulation", "Tables"]),
  module("CentreModel", ["CivilTime", "Configuration", "Diagnostics", "Files", "Tables"]),
  module("History", ["CentreModel", "CivilTime", "Diagnostics", "Files", "Tables"]),
  module("Forecasting", ["CentreModel", "CivilTime", "Diagnostics", "LinearAlgebra", "Tables"]),
  module(
    "OutsideModels",
    ["CentreModel", "CivilTime", "Diagnostics", "Forecasting", "Programs", "Tables"]),
  module(
    "Importing",
    [
      "CZlib", "CivilTime", "Configuration", "Diagnostics", "Files", "Spreadsheets", "Tables",
    ]),
  module(
    "HistoryStore", ["CivilTime", "Diagnostics", "Files", "Importing", "Tables"],
    products: [grdb, grdbSQLite]),
  module("RosterChecking", ["CentreModel", "CivilTime", "Diagnostics", "Tables"]),
  module("ContactRules", ["CivilTime", "Diagnostics", "Tables"]),
  module(
    "Workloads", ["CivilTime", "Queueing", "Simulation"],
    resources: [.embedInCode("Data/dialled-occupancy.csv")]),
  module(
    "Rostering",
    [
      "CentreModel", "CivilTime", "Configuration", "Diagnostics", "Files", "LinearPrograms",
      "RosterChecking", "Tables",
    ]),
  module(
    "ServiceRostering",
    [
      "CentreModel", "CivilTime", "Configuration", "Diagnostics", "FloorSimulation", "Queueing",
      "RosterChecking", "Rostering", "Simulation", "Tables",
    ]),
  module(
    "SampleCentres", ["CivilTime", "Configuration", "Diagnostics", "Files", "Tables"],
    resources: [.embedInCode("Profiles/telephone.toml")]),

  // Plugins: the contract in C, its words in Swift, the author's side, the host's side.
  .target(name: "CMusterPlugin"),
  .target(name: "CSandbox"),
  module("PluginContract"),
  module("MusterPluginKit", ["CMusterPlugin", "PluginContract"]),
  module(
    "PluginSupport",
    [
      "CivilTime", "ContactRules", "Diagnostics", "MusterPluginKit", "Queueing", "Simulation",
      "Workloads",
    ],
    resources: [
      .embedInCode("Data/legal-holidays.csv"), .embedInCode("Data/places.csv"),
      .embedInCode("Data/service-examples.csv"), .embedInCode("Data/service-rules.csv"),
    ]),
  module(
    "PluginHost",
    [
      "CMusterPlugin", "CSandbox", "CentreModel", "CivilTime", "Configuration", "Diagnostics",
      "Files",
      "PluginContract", "Queueing", "Tables",
    ],
    resources: [.embedInCode("Schemas"), .embedInCode("Templates")]),

  // The chain.
  module("Publishing", ["CentreModel", "CivilTime", "Diagnostics", "Files", "Tables"]),
  module(
    "CentreInputs",
    [
      "CentreModel", "CivilTime", "Configuration", "Diagnostics", "Files", "Forecasting", "History",
      "OutsideModels", "Publishing", "Rostering", "Spreadsheets", "Tables",
    ]),
  module(
    "SitePlanning",
    [
      "CentreModel", "CivilTime", "Diagnostics", "FloorSimulation", "PluginContract", "PluginHost",
      "Publishing", "Queueing", "RosterChecking", "Rostering", "ServiceRostering", "Simulation",
      "Tables",
    ]),
  module(
    "Planning",
    [
      "CentreInputs", "CentreModel", "CivilTime", "Configuration", "Diagnostics", "Files",
      "Forecasting", "History", "PluginContract", "PluginHost", "Publishing", "RosterChecking",
      "Rostering", "SitePlanning", "Tables",
    ]),
  module(
    "WhatIfAnalysis",
    [
      "CentreInputs", "CentreModel", "CivilTime", "Diagnostics", "Planning", "Publishing",
      "Rostering", "SitePlanning", "Tables",
    ]),

  module(
    "Batches",
    ["CentreInputs", "CivilTime", "Diagnostics", "Files", "Planning", "Publishing", "Tables"]),

  module(
    "Comparison",
    [
      "CentreInputs", "CentreModel", "CivilTime", "Configuration", "Diagnostics", "Files",
      "Forecasting", "Planning", "PluginContract", "PluginHost", "Publishing", "Queueing",
      "Rostering", "SitePlanning", "Tables",
    ]),

  module(
    "Deliveries",
    [
      "CentreInputs", "CentreModel", "CivilTime", "Diagnostics", "Planning", "Publishing",
      "SitePlanning", "Spreadsheets", "Tables",
    ]),

  module(
    "Reporting",
    [
      "CentreInputs", "CentreModel", "CivilTime", "Comparison", "Diagnostics", "Files", "Planning",
      "PluginContract", "Publishing", "SitePlanning", "Tables",
    ],
    resources: [
      .embedInCode("Page/page.css"), .embedInCode("Page/page.html"),
      .embedInCode("Page/page.js"),
    ]),

  // The face.
  .executableTarget(
    name: "MusterCLI",
    dependencies: [
      "Batches", "Calculators", "CentreInputs", "CentreModel", "Comparison", "CivilTime",
      "Configuration", "Deliveries", "Diagnostics", "Files",
      "Forecasting", "History", "HistoryStore", "Importing", "LinearPrograms", "Planning",
      "PluginContract", "PluginHost", "Programs",
      "Publishing", "Queueing", "Reporting", "Rostering", "SampleCentres",
      "ServiceRostering", "Simulation",
      "SitePlanning",
      "Tables", "WhatIfAnalysis",
      argumentParser,
    ],
    swiftSettings: strict),
]

let coreTests: [Target] = [
  tests("EndToEndTests", ["CivilTime", "Files", "MusterCLI", "TestSupport"]),
  .testTarget(
    name: "MusterCLITests", dependencies: ["Diagnostics", "Files", "MusterCLI", "TestSupport"],
    exclude: ["Transcripts"], swiftSettings: strict),
  .target(
    name: "TestSupport", dependencies: ["Diagnostics", "Files"], path: "Tests/TestSupport",
    swiftSettings: strict),
  tests("ArchitectureTests", ["Files", "TestSupport"]),
  .target(
    name: "SwiftPluginFixture", dependencies: ["MusterPluginKit"],
    path: "Tests/Fixtures/SwiftPlugin", swiftSettings: strict),
  tests(
    "CentreModelTests", ["CentreModel", "CivilTime", "Configuration", "Diagnostics", "Tables"]),
  tests(
    "PluginHostTests",
    [
      "CMusterPlugin", "CentreModel", "CivilTime", "Configuration", "Diagnostics", "Files",
      "PluginContract", "PluginHost", "TestSupport",
    ]),
  tests("ConfigurationTests", ["Configuration", "Diagnostics"]),
  tests("DiagnosticsTests", ["Diagnostics"]),
  tests("FilesTests", ["Diagnostics", "Files", "TestSupport"]),
  tests(
    "ForecastingTests",
    [
      "CentreModel", "CivilTime", "Diagnostics", "Files", "Forecasting", "History", "Tables",
      "TestSupport",
    ]),
  tests(
    "HistoryTests", ["CentreModel", "CivilTime", "Diagnostics", "Files", "History", "Tables"]),
  tests(
    "ImportingTests",
    [
      "CivilTime", "Configuration", "Diagnostics", "Files", "History", "Importing",
      "Spreadsheets", "Tables", "TestSupport",
    ]),
  tests(
    "HistoryStoreTests",
    [
      "CivilTime", "Diagnostics", "Files", "HistoryStore", "Importing", "Tables", "TestSupport",
    ]),
  tests("LinearAlgebraTests", ["LinearAlgebra"]),
  tests("LinearProgramsTests", ["LinearPrograms", "TestSupport"]),
  tests("CivilTimeTests", ["CivilTime", "Diagnostics", "Tables", "TestSupport"]),
  tests(
    "SampleCentresTests",
    [
      "CivilTime", "Configuration", "Diagnostics", "Files", "SampleCentres", "Tables",
      "TestSupport",
    ]),
  tests("TablesTests", ["Diagnostics", "Files", "Tables", "TestSupport"]),
  tests("SpreadsheetsTests", ["Files", "Spreadsheets", "TestSupport"]),
  tests(
    "PublishingTests",
    ["CentreModel", "CivilTime", "Diagnostics", "Files", "Publishing", "TestSupport"]),
  tests("QueueingTests", ["Queueing"]),
  tests(
    "ReaderTests",
    [
      "Calculators", "CentreModel", "CivilTime", "Configuration", "Diagnostics", "Files",
      "Forecasting", "History", "Publishing", "Rostering", "Tables", "TestSupport",
    ]),
  tests("SimulationTests", ["Queueing", "Simulation"]),
  tests(
    "FloorSimulationTests", ["FloorSimulation", "Queueing", "Simulation", "Tables", "TestSupport"]),
  tests(
    "ServiceRosteringTests",
    [
      "CentreModel", "CivilTime", "Diagnostics", "FloorSimulation", "RosterChecking", "Rostering",
      "ServiceRostering", "Tables", "TestSupport",
    ]),
  tests(
    "BatchesTests",
    ["Batches", "CivilTime", "Diagnostics", "Files", "Publishing", "Tables", "TestSupport"]),
  tests("CalculatorsTests", ["Calculators", "Diagnostics", "Queueing", "Tables"]),
  tests(
    "ComparisonTests",
    [
      "CentreInputs", "CentreModel", "CivilTime", "Comparison", "Diagnostics", "Files", "Planning",
      "PluginHost", "SitePlanning", "TestSupport",
    ]),
  tests(
    "PlanningTests",
    [
      "CentreModel", "CivilTime", "Diagnostics", "Files", "Planning", "PluginHost", "Publishing",
      "SitePlanning", "TestSupport",
    ]),
  tests(
    "SitePlanningTests",
    [
      "CentreModel", "CivilTime", "Diagnostics", "PluginContract", "PluginHost", "RosterChecking",
      "Rostering", "SitePlanning", "TestSupport",
    ]),
  tests("WorkloadsTests", ["CivilTime", "Simulation", "Workloads"]),
  tests(
    "ContactRulesTests",
    ["CivilTime", "ContactRules", "Diagnostics", "MusterPluginKit", "PluginSupport"]),
  tests(
    "RosteringTests",
    [
      "CentreModel", "CivilTime", "Configuration", "Diagnostics", "LinearPrograms",
      "NurseRostering",
      "RosterChecking", "Rostering", "Tables", "TestSupport",
    ]),

  // The engine on nurse rostering: the family's format, and a command that runs an instance.
  .target(
    name: "NurseRostering", dependencies: ["CentreModel", "Diagnostics", "Files", "Rostering"],
    path: "Tests/NurseRostering", swiftSettings: strict),
  .executableTarget(
    name: "muster-nurse", dependencies: ["Diagnostics", "Files", "NurseRostering", "Rostering"],
    path: "Tests/NurseTool", swiftSettings: strict),
]

// MARK: - Plugins

/// What a plugin's model may use of the core.
let modelDependencies = [
  "CivilTime", "Configuration", "ContactRules", "Diagnostics", "PluginContract", "Queueing",
  "Simulation", "Tables", "Workloads",
]

/// A kind of centre is a folder under `Plugins/`; what is not there is not built, and the core does
/// not miss it. Each has
///   `Model/`   the kind's rules and arithmetic, a plain library that its tests use;
///   `Plugin/`  the exported entry point and the JSON in between, a loadable library;
///   `Tests/`.
/// Rule files stand in `Model/Data/` and are compiled into the model.
struct PluginFolder {
  let name: String
  /// `back-office` gives `BackOffice`.
  var camel: String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
  func has(_ part: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Plugins/\(name)/\(part)")
  }
  /// What of the core the sources of a part import, and so nothing that they do not use: all a plugin
  /// is linked with has to be loaded.
  func imports(of part: String) -> [Target.Dependency] {
    let folder = "\(Context.packageDirectory)/Plugins/\(name)/\(part)"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let lines = files.filter { $0.hasSuffix(".swift") }.flatMap {
      ((try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) ?? "").split(
        separator: "\n")
    }
    return modelDependencies.filter { module in
      lines.contains { $0 == "import \(module)" || $0.hasSuffix(" import \(module)") }
    }.map { .init(stringLiteral: $0) }
  }
  var dataFiles: [Resource] {
    let folder = "\(Context.packageDirectory)/Plugins/\(name)/Model/Data"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.sorted().map { .embedInCode("Data/\($0)") }
  }
  var targets: [Target] {
    var all: [Target] = []
    if has("Model") {
      all.append(
        .target(
          name: "\(camel)Model",
          dependencies: imports(of: "Model"), path: "Plugins/\(name)/Model", resources: dataFiles,
          swiftSettings: strict))
    }
    if has("Plugin") {
      all.append(
        .target(
          name: "\(camel)Plugin",
          dependencies: (has("Model") ? [.init(stringLiteral: "\(camel)Model")] : [])
            + ["MusterPluginKit", "PluginSupport"] + imports(of: "Plugin"),
          path: "Plugins/\(name)/Plugin", swiftSettings: strict,
          linkerSettings: [
            // One exported symbol: the others need no looking up when the plugin is loaded.
            .unsafeFlags([
              "-Xlinker", "--version-script=\(Context.packageDirectory)/Scripts/plugin-exports.map",
            ])
          ]))
    }
    if has("Tests") {
      all.append(
        .testTarget(
          name: "\(camel)Tests",
          dependencies: [.init(stringLiteral: "\(camel)Model"), "Files", "TestSupport"]
            + ["CMusterPlugin", "PluginHost", "PluginSupport"]
            + modelDependencies.map { .init(stringLiteral: $0) },
          path: "Plugins/\(name)/Tests", swiftSettings: strict))
    }
    return all
  }
  var products: [Product] {
    has("Plugin")
      ? [.library(name: "muster-\(name)", type: .dynamic, targets: ["\(camel)Plugin"])] : []
  }
}

let pluginFolders =
  ((try? FileManager.default.contentsOfDirectory(atPath: "\(Context.packageDirectory)/Plugins"))
  ?? []).sorted().map(PluginFolder.init(name:))

let package = Package(
  name: "muster",
  products: [
    .executable(name: "muster", targets: ["MusterCLI"]),
    .library(name: "MusterPluginKit", targets: ["MusterPluginKit"]),
    // The modules of the core, for Benchmarks/.
    .library(
      name: "Muster",
      targets: [
        "CMusterPlugin", "Calculators", "CentreModel", "CivilTime", "Configuration",
        "Diagnostics", "Files", "Forecasting", "History", "LinearAlgebra", "Planning",
        "FloorSimulation", "PluginContract", "PluginHost", "Queueing", "Rostering",
        "SampleCentres", "ServiceRostering", "Simulation", "Tables",
      ]),
    .library(name: "fixture-swift-plugin", type: .dynamic, targets: ["SwiftPluginFixture"]),
  ] + pluginFolders.flatMap(\.products),
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
  ],
  targets: core + coreTests + pluginFolders.flatMap(\.targets),
  swiftLanguageModes: [.v6]
)
