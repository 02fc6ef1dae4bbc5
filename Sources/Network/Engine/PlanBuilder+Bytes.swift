internal import Graphs
internal import Tensors

/// Values of 8 bits, as unsigned bytes: signed ones have 128 added.
extension PlanBuilder {
    /// A view of a whole new buffer for `batch` images of `count` bytes.
    mutating func byteView(batch: Int, of count: Int) -> BufferView {
        BufferView(buffer: buffer((batch * count + 3) / 4), imageStride: count)
    }

    /// The row-major bytes of `name`, without gaps.
    mutating func byteRows(_ name: String) throws(ModelError) -> BufferView {
        var value = try value(name)
        if let view = value.planar { return view }
        guard let count = value.count, value.isBytes else {
            throw ModelError(node: name, reason: .unsupported("a kernel on it"))
        }
        let made: BufferView
        if let blocked = value.blocked ?? value.narrow, let extents = value.bytePicture {
            let lane = value.blocked == nil ? 4 : 16
            if extents.pixels == 1, extents.channels % lane == 0 {
                made = blocked
            } else {
                made = byteView(batch: extents.batch, of: extents.planarCount)
                append(
                    .kernel(.bytes(.toPlanes(from: blocked, to: made, extents, lane: lane))),
                    takes: [blocked],
                    makes: [made]
                )
            }
        } else if let slot = value.slot {
            made = byteView(batch: 1, of: count)
            append(
                .loadBytes(slot: slot, to: made, count: count),
                takes: [],
                makes: [made]
            )
        } else {
            throw ModelError(node: name, reason: .missingValue(name))
        }
        value.planar = made
        values[name] = value
        return made
    }

    /// The picture `name` in blocks of 16 channels.
    mutating func byteBlocks(_ name: String) throws(ModelError) -> BufferView {
        if let view = try value(name).blocked { return view }
        let made = try bytePixels(name, lane: 16)
        values[name]?.blocked = made
        return made
    }

    /// The picture `name` of up to 4 channels in pixels of 4.
    mutating func byteNarrow(_ name: String) throws(ModelError) -> BufferView {
        if let view = try value(name).narrow { return view }
        let made = try bytePixels(name, lane: 4)
        values[name]?.narrow = made
        return made
    }

    private mutating func bytePixels(_ name: String, lane: Int) throws(ModelError) -> BufferView {
        let planar = try byteRows(name)
        guard let extents = try value(name).bytePicture else {
            throw ModelError(node: name, reason: .unsupported("blocks of channels"))
        }
        let blocks = (extents.channels + lane - 1) / lane
        let made = byteView(batch: extents.batch, of: blocks * lane * extents.pixels)
        append(
            .kernel(.bytes(.toPixels(from: planar, to: made, extents, lane: lane))),
            takes: [planar],
            makes: [made]
        )
        return made
    }

    /// `rows` rows of `count` bytes at `stride`, without the filler between them.
    mutating func bytesWithoutFiller(
        _ view: BufferView,
        rows: Int,
        stride: Int,
        count: Int
    ) -> BufferView {
        guard rows > 1, stride > count else {
            return BufferView(buffer: view.buffer, imageStride: count)
        }
        let made = byteView(batch: rows, of: count)
        append(
            .kernel(
                .bytes(
                    .copy(
                        CopyStep(
                            from: view,
                            fromStride: stride,
                            to: made,
                            toStride: count,
                            rows: rows,
                            count: count
                        )
                    )
                )
            ),
            takes: [view],
            makes: [made]
        )
        return made
    }

    /// The form in which the bytes `name` are at hand; blocks where there are both.
    mutating func byteForm(_ name: String) throws(ModelError) -> Form {
        let value = try value(name)
        if let blocked = value.blocked, let extents = value.bytePicture {
            return Form(
                view: blocked,
                count: extents.batch * extents.blockedCount,
                isBlocked: true
            )
        }
        return Form(view: try byteRows(name), count: value.count ?? 0, isBlocked: false)
    }
}
