import SencMath
import SencServerSettings
import Testing

@Suite struct ServerSettingsTests {
    @Test func settingsComeBackFromTheirText() throws {
        var settings = ServerSettings()
        settings.models = [.init(name: "tiny", source: "models/tiny")]
        #expect(try ServerSettings(json: settings.json) == settings)
        settings.address = .unixSocket(path: "/tmp/a b\"c")
        settings.tls = .init(certificate: "c.pem", key: "k.pem")
        settings.allowedOrigins = ["https://a.example"]
        settings.allowedHosts = ["a.example"]
        settings.index = "notes"
        settings.translations = ["a %1": "b %1"]
        settings.overflow = .error
        settings.precision = .int8
        settings.threads = nil
        settings.takesTokenIDs = true
        #expect(try ServerSettings(json: settings.json) == settings)
    }

    @Test(arguments: [
        ("{", nil), ("{}", "version"),
        (#"{"version":"1","translations":{},"models":[]}"#, "models"),
        (#"{"version":"1"}"#, "translations"),
    ])
    func otherTextsAreNoSettings(text: String, key: String?) {
        let fault = #expect(throws: ServerSettings.Fault.self) {
            try ServerSettings(json: text)
        }
        if let key { #expect(fault == .invalid(key: key)) }
    }
}
