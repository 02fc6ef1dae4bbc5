/// The date that a PDF bears.
enum PDFDate {
    /// `moment` without fractions of a second; a fixed one where it is none, so that the time of day
    /// never gets into the file.
    static func text(_ moment: String) -> String {
        let bytes = Array(moment.utf8)
        let form = Array("0000-00-00T00:00:00".utf8)
        let fits =
            bytes.count >= form.count
            && zip(bytes, form).allSatisfy { byte, wanted in
                wanted == UInt8(ascii: "0") ? (48...57).contains(byte) : byte == wanted
            }
        guard fits else { return "1970-01-01T00:00:00Z" }
        let zone = moment.dropFirst(form.count).drop { !"+-Z".contains($0) }
        return moment.prefix(form.count) + (zone.isEmpty ? "Z" : String(zone))
    }
}
