import SencFiles

/// Requests as lines of JSON on standard error. No text of a request is in them, nor its query.
enum AccessLog {
    static func line(_ record: RequestRecord, at seconds: Int) -> [UInt8] {
        JSONWriter.line { writer in
            writer.object { entry in
                entry.member("time", UTCTime(seconds: seconds).text)
                entry.member("request_id", record.head.id)
                entry.member("method", record.head.method)
                entry.member("path", record.head.path)
                entry.member("status", record.status)
                entry.member("bytes_read", record.bytesRead)
                entry.member("bytes_written", record.bytesWritten)
                entry.member(
                    "milliseconds", (record.duration / .milliseconds(1) * 1_000).rounded() / 1_000)
                entry.member("traceparent", ifPresent: record.head.header("traceparent"))
                entry.member("user_agent", ifPresent: record.head.header("user-agent"))
            }
        }
    }

    static func write(_ record: RequestRecord) {
        let stream = DescriptorStream(.standardError, name: "standard error")
        try? stream.write(line(record, at: SystemTime.seconds))
        try? stream.flush()
    }
}
