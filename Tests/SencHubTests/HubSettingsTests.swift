import TestSupport
import Testing

@testable import SencHub

/// What the environment and the user's word for a model say.
@Suite struct HubSettingsTests {
    private let home = TemporaryDirectory()

    private func settings(_ environment: [String: String]) throws(HubError) -> HubSettings {
        let all = ["HOME": home.path].merging(environment) { _, second in second }
        return try HubSettings { all[$0] }
    }

    @Test func withoutVariablesItIsTheHubItself() throws {
        let settings = try settings([:])
        #expect(settings.endpoint == "https://huggingface.co")
        #expect(settings.cache == home.file(".cache/huggingface/hub"))
        #expect(settings.token == nil && !settings.isOffline)
    }

    @Test func theCacheIsWhereHuggingFacesLibrariesHaveIt() throws {
        #expect(try settings(["HF_HUB_CACHE": "/c", "HF_HOME": "/h"]).cache == "/c")
        #expect(try settings(["HF_HOME": "/h"]).cache == "/h/hub")
        #expect(try settings(["XDG_CACHE_HOME": "/x"]).cache == "/x/huggingface/hub")
        #expect(throws: HubError.noCache) { try HubSettings { _ in nil } }
    }

    @Test func theTokenIsTheVariablesOrTheFiles() throws {
        home.write("hf_file\n", to: ".cache/huggingface/token")
        home.write("hf_other", to: "elsewhere")
        #expect(try settings([:]).token == "hf_file")
        #expect(try settings(["HF_TOKEN_PATH": home.file("elsewhere")]).token == "hf_other")
        #expect(try settings(["HF_TOKEN": " hf_variable "]).token == "hf_variable")
        #expect(try settings(["HF_HOME": home.file("none")]).token == nil)
    }

    @Test(arguments: ["a b", "a\r\nX-Evil: 1", "ñ", String(repeating: "a", count: 5000)])
    func whatIsNoTokenIsAnError(token: String) throws {
        #expect(throws: HubError.badToken(source: "HF_TOKEN")) {
            try settings(["HF_TOKEN": token])
        }
    }

    @Test func aTokenFileThatCannotBeReadIsNoReasonToTrap() throws {
        home.write([], to: ".cache/huggingface/token")
        #expect(try settings([:]).token == nil)
        home.write([0xFF, 0xFE], to: ".cache/huggingface/token")
        #expect(throws: HubError.badToken(source: home.file(".cache/huggingface/token"))) {
            try settings([:])
        }
    }

    @Test(arguments: ["", "hub.example", "ftp://x", "file:///x", "http://a b"])
    func anEndpointIsAnAddress(endpoint: String) throws {
        #expect(throws: HubError.badEndpoint(endpoint)) { try settings(["HF_ENDPOINT": endpoint]) }
    }

    @Test func slashesAtTheEndpointsEndAreNone() throws {
        #expect(try settings(["HF_ENDPOINT": "http://hub//"]).endpoint == "http://hub")
    }

    @Test(arguments: [("1", true), ("TRUE", true), ("yes", true), ("on", true), ("0", false)])
    func offlineIsSaidAsHuggingFaceHasIt(value: String, isOffline: Bool) throws {
        #expect(try settings(["HF_HUB_OFFLINE": value]).isOffline == isOffline)
    }

    @Test func aModelsNameHasARevision() throws {
        let model = try HubModel("org/name")
        #expect(model.repository == "org/name" && model.revision == "main")
        #expect(try HubModel("a-B_c.9/x@refs/pr/1").revision == "refs/pr/1")
    }

    @Test(arguments: [
        "", "name", "a/b/c", "/b", "a/", "../b", "a/..", "a/b--c", "-a/b", "a/b.", "a/b c", "ñ/b",
        "a/" + String(repeating: "b", count: 97),
    ])
    func whatIsNoModelsNameIsAnError(name: String) {
        #expect(throws: HubError.badName(name)) { try HubModel(name) }
    }

    @Test(arguments: ["", "..", "a/../b", "a\\b", "a\nb", "/a"])
    func whatIsNoRevisionIsAnError(revision: String) {
        #expect(throws: HubError.badRevision("a/b@" + revision)) {
            try HubModel("a/b@" + revision)
        }
    }

    @Test func waitsDoubleUpToALimit() throws {
        var retries = Retries()
        let passing = HubError.busy(status: 503, url: "u", retryAfter: nil)
        let delays = try (0..<5).map { _ in try retries.delay(after: passing) / .seconds(1) }
        for (delay, expected) in zip(delays, [1.0, 2, 4, 8, 16]) {
            #expect((0.75...1.25).contains(delay / expected))
        }
        #expect(throws: passing) { try retries.delay(after: passing) }
        retries.reset()
        let asked = HubError.busy(status: 429, url: "u", retryAfter: 7)
        #expect(try retries.delay(after: asked) == .seconds(7))
        let lasting = HubError.noSuchFile("f", model: "m")
        #expect(throws: lasting) { try retries.delay(after: lasting) }
    }
}
