import Foundation

/// The programs that the build made.
package enum BuiltProgram {
    /// Where the build put a program: beside the tests, or beside the bundle that holds them.
    package static func path(_ name: String) -> String? {
        let tests =
            Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
            ?? Bundle.main.executableURL ?? Bundle.main.bundleURL
        var directory = tests.resolvingSymlinksInPath()
        while directory.path != "/" {
            directory.deleteLastPathComponent()
            let candidate = directory.appendingPathComponent(name).path
            var isDirectory: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isDirectory),
                !isDirectory.boolValue
            {
                return candidate
            }
        }
        return nil
    }
}
