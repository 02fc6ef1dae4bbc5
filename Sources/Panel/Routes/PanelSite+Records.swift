internal import Linux

/// Actions, and what is stored.
extension PanelSite {
    /// Lines of one answer.
    static let pageCountMax = 100
    private static let pictureTypes = ["image/png", "image/jpeg"]

    func perform(_ action: PanelAction, _ call: PanelCall) async throws -> PanelResponse {
        guard let person = call.session?.person, person.role.rights.contains(action.right) else {
            throw PanelRefusal(403, "The role may not do this.")
        }
        let host = host
        let reply = try await threads.work.run { host.perform(action, by: person) }
        if !reply.done { note(call.request.address, "\(person.name): \(reply.message)") }
        return .json(PanelJSON.bytes(reply), status: reply.done ? 200 : 409)
    }

    func blister(_ call: PanelCall) async throws -> PanelResponse {
        let id = try call.name("id")
        let host = host
        return try Self.found(try await threads.work.run { host.blister(id) })
    }

    func picture(_ kind: PanelPicture.Kind, _ call: PanelCall) async throws -> PanelResponse {
        let id = try call.name("id")
        let host = host
        guard let picture = try await threads.work.run({ host.picture(kind, of: id) }),
            Self.pictureTypes.contains(picture.type)
        else { throw PanelRefusal(404, "No such picture is stored.") }
        return PanelResponse(
            status: 200,
            headers: [("Content-Type", picture.type), ("Cache-Control", "private, max-age=600")],
            body: .bytes(picture.bytes)
        )
    }

    func evidence(_ call: PanelCall) async throws -> PanelResponse {
        let query = PanelEvidenceQuery(
            before: try call.identifier("before"),
            count: try call.number("count", in: 1...Self.pageCountMax) ?? 24,
            reason: try call.identifier("reason")
        )
        let host = host
        return .json(PanelJSON.bytes(try await threads.work.run { host.evidence(query) }))
    }

    func audit(_ call: PanelCall) async throws -> PanelResponse {
        let before = try call.number("before", in: 0...Int.max)
        let count = try call.number("count", in: 1...Self.pageCountMax) ?? 50
        let host = host
        return .json(
            PanelJSON.bytes(try await threads.work.run { host.audit(before: before, count: count) })
        )
    }

    static func found(_ blister: PanelBlister?) throws(PanelRefusal) -> PanelResponse {
        guard let blister else { throw PanelRefusal(404, "There is no such blister.") }
        return .json(PanelJSON.bytes(blister))
    }
}
