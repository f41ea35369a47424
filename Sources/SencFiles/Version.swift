/// Of the program, and of the library for other languages.
package enum Version {
    package static let number = "0.1.0"
}
