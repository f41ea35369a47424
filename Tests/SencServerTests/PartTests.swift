import SencFiles
import SencServerSettings
import TestSupport
import Testing

@testable import SencServer

/// What needs no connection.
struct PartTests {
    @Test func datesAreThoseOfHTTP() {
        #expect(HTTPDate.text(of: 0) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.text(of: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(of: 951_782_399) == "Mon, 28 Feb 2000 23:59:59 GMT")
        #expect(HTTPDate.text(of: 951_782_400) == "Tue, 29 Feb 2000 00:00:00 GMT")
        #expect(HTTPDate.text(of: 4_107_542_400) == "Mon, 01 Mar 2100 00:00:00 GMT")
    }

    @Test func descriptorsMayBeRaisedMoreThanOnce() {
        let count = Descriptor.raiseLimit()
        #expect(count > 64 && Descriptor.raiseLimit() == count)
    }

    @Test func addressesAreWrittenAsInURLs() {
        #expect(ServerFault.cannotListen(address: "a:1", reason: "r").status == .ioFailure)
        #expect(ServerSettings.Address.host("::1", port: 80).description == "[::1]:80")
        #expect(ServerSettings.Address.host("a", port: 80).description == "a:80")
    }
}
