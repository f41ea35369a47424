#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that is open, by the number that the system knows it by. Calls that a signal interrupts
/// are made again; of what fails `SystemError.last` says why.
package struct Descriptor: Equatable, Sendable {
    /// How a file is opened: for reading, if nothing else is said.
    package struct Options: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        package static let writing = Options(rawValue: 1)
        package static let updating = Options(rawValue: 2)
        /// A pipe without a writer is opened at once.
        package static let notWaiting = Options(rawValue: 4)
        /// A link is an error.
        package static let notFollowing = Options(rawValue: 8)
        /// Anything but a directory is an error.
        package static let directory = Options(rawValue: 16)
        /// The file is made if it is not there.
        package static let creating = Options(rawValue: 32)
        /// The file is made; one that is there is an error.
        package static let new = Options(rawValue: 64)

        fileprivate var flags: Int32 {
            var flags = contains(.updating) ? O_RDWR : contains(.writing) ? O_WRONLY : O_RDONLY
            if contains(.notWaiting) { flags |= O_NONBLOCK }
            if contains(.notFollowing) { flags |= O_NOFOLLOW }
            if contains(.directory) { flags |= O_DIRECTORY }
            if contains(.creating) { flags |= O_CREAT }
            if contains(.new) { flags |= O_CREAT | O_EXCL }
            return flags | O_CLOEXEC
        }
    }

    let number: Int32

    package static let standardInput = Descriptor(number: STDIN_FILENO)
    package static let standardOutput = Descriptor(number: STDOUT_FILENO)
    package static let standardError = Descriptor(number: STDERR_FILENO)

    init(number: Int32) { self.number = number }

    /// - Parameters:
    ///   - directory: what the path starts at, if it is relative; the working directory if not given.
    ///   - permissions: of a file that is made, less those of the process's mask.
    package init?(
        opening path: [CChar], _ options: Options = [], in directory: Descriptor? = nil,
        permissions: Int = 0o666
    ) {
        number = openat(
            directory?.number ?? AT_FDCWD, path, options.flags, mode_t(permissions & 0o777))
        if number < 0 { return nil }
    }

    package func close() { systemClose(number) }

    /// Lets the process have as many open at once as it may at most.
    /// - Returns: how many these are.
    package static func raiseLimit() -> Int {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 256 }
        let allowed = limit.rlim_max
        #if canImport(Darwin)
        // Some systems report no limit and still have one.
        let wanted = min(allowed, rlim_t(OPEN_MAX))
        #else
        let wanted = allowed
        #endif
        if wanted > limit.rlim_cur {
            let earlier = limit.rlim_cur
            limit.rlim_cur = wanted
            if setrlimit(resource, &limit) != 0 { limit.rlim_cur = earlier }
        }
        return Int(clamping: limit.rlim_cur)
    }

    // MARK: - Bytes

    /// Reads what is there, at least a byte but at the end.
    /// - Parameter offset: in the file; by default where the last read or write ended.
    /// - Returns: how many bytes; `nil` if that failed.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int? = nil) -> Int? {
        while true {
            let count =
                if let offset {
                    pread(number, buffer.baseAddress, buffer.count, off_t(offset))
                } else {
                    systemRead(number, buffer.baseAddress, buffer.count)
                }
            if count >= 0 { return count }
            guard errno == EINTR else { return nil }
        }
    }

    /// The bytes from where the last read ended, fewer than `count` if the file ends.
    package func bytes(_ count: Int) -> [UInt8]? {
        var isGood = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(
                        buffer)[filled..<count])
                guard let taken = read(into: rest) else {
                    isGood = false
                    return
                }
                if taken == 0 { return }
                filled += taken
            }
        }
        return isGood ? bytes : nil
    }

    /// Writes all the bytes.
    /// - Parameter offset: in the file; by default where the last read or write ended.
    /// - Returns: whether that succeeded.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int? = nil) -> Bool {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count =
                if let offset {
                    pwrite(number, rest.baseAddress, rest.count, off_t(offset + written))
                } else {
                    systemWrite(number, rest.baseAddress, rest.count)
                }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return false }
            written += count
        }
        return true
    }

    /// Where the next read or write begins; `nil` of a pipe or terminal.
    package var position: Int? {
        let position = lseek(number, 0, SEEK_CUR)
        return position < 0 ? nil : Int(position)
    }

    package func seek(to offset: Int) -> Bool {
        lseek(number, off_t(offset), SEEK_SET) == off_t(offset)
    }

    package func truncate(to size: Int) -> Bool { ftruncate(number, off_t(size)) == 0 }

    /// Sees to it that all that was written is on the disk.
    package func synchronize() -> Bool {
        #if canImport(Darwin)
        // There fsync leaves it in the disk's own cache. Not every file system can do more.
        if fcntl(number, F_FULLFSYNC) == 0 { return true }
        #endif
        return fsync(number) == 0
    }

    /// Waits for bytes, or for the end.
    /// - Returns: whether a read would not have to wait.
    package func awaitInput(milliseconds: Int) -> Bool {
        var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, Int32(milliseconds)) > 0
    }

    // MARK: - Rights

    /// Takes the right to the file among all processes (flock).
    /// - Returns: whether it was got; `nil` if that failed.
    func lock(waiting: Bool) -> Bool? {
        while flock(number, LOCK_EX | (waiting ? 0 : LOCK_NB)) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { return nil }
        }
        return true
    }

    func unlock() { flock(number, LOCK_UN) }

    package func setPermissions(_ permissions: Int) -> Bool {
        fchmod(number, mode_t(permissions)) == 0
    }

    /// - Parameter owner: `nil` leaves it as it is.
    func setOwner(_ owner: UInt32?, group: UInt32) -> Bool {
        fchown(number, owner ?? uid_t.max, group) == 0
    }
}

// By these names the type has methods.

private func systemClose(_ number: Int32) { close(number) }

private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(number, bytes, count)
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(number, bytes, count)
}
