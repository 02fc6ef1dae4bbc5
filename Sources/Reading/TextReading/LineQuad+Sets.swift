internal import Foundation

extension LineQuad {
    /// `quads` without those that lie almost as an earlier one does.
    static func distinct(_ quads: [LineQuad]) -> [LineQuad] {
        var kept: [LineQuad] = []
        for quad in quads where !kept.contains(where: { $0.isNear(quad) }) { kept.append(quad) }
        return kept
    }

    /// Whether a reader sees the same in both.
    func isNear(_ other: LineQuad) -> Bool {
        let high = max(height, other.height)
        guard abs(height - other.height) < 0.12 * high,
            abs(length - other.length) < 0.35 * high,
            cos(angle - other.angle) > 0.999, abs(bow - other.bow) < 0.08 * high
        else { return false }
        let (along, across) = offset(of: other)
        return abs(along) < 0.2 * high && abs(across) < 0.08 * high
    }

    /// Lines that two of `quads` make together: one behind the other, turned alike, as high.
    static func joined(_ quads: [LineQuad]) -> [LineQuad] {
        var joined: [LineQuad] = []
        for (index, one) in quads.enumerated() {
            for two in quads[(index + 1)...] {
                if let both = one.joined(with: two) { joined.append(both) }
            }
        }
        return joined
    }

    /// The line over this one and `other`; nil where they are not of one row, or one holds the other.
    func joined(with other: LineQuad) -> LineQuad? {
        var (one, two) = (self, other)
        // A line's direction may be the other way round.
        if cos(one.angle - two.angle) < 0 { two = two.turned }
        if one.length < two.length { swap(&one, &two) }
        let high = max(one.height, two.height)
        guard cos(one.angle - two.angle) > 0.98, min(one.height, two.height) > 0.75 * high else {
            return nil
        }
        let (along, across) = one.offset(of: two)
        let gap = abs(along) - (one.length + two.length) / 2
        guard abs(across) < 0.3 * high, gap < 0.9 * high,
            abs(along) + two.length / 2 > one.length / 2 + 0.3 * high
        else { return nil }
        let low = min(-one.length / 2, along - two.length / 2)
        let most = max(one.length / 2, along + two.length / 2)
        // Through both middles, which says more of the direction than either does.
        let turn = atan2(across, along > 0 ? along : -along) * (along > 0 ? 1 : -1)
        let middle = (low + most) / 2
        let shift = across * middle / along
        var result = one
        result.x += middle * cos(one.angle) - shift * sin(one.angle)
        result.y += middle * sin(one.angle) + shift * cos(one.angle)
        result.angle += turn
        result.length = most - low
        result.height = high
        result.bow = one.bow(length: result.length)
        return result
    }

    /// The line longer by `more` at its end (`side` 1) or at its start (-1).
    func stretched(by more: Double, _ side: Double) -> LineQuad {
        var result = self
        result.length += more
        result.x += side * more / 2 * cos(angle)
        result.y += side * more / 2 * sin(angle)
        result.bow = bow(length: result.length)
        return result
    }

    /// Whether a part of `other` lies on a part of this line, along the same row.
    func isCut(by other: LineQuad) -> Bool {
        let (along, across) = offset(of: other)
        let low = min(height, other.height)
        return abs(cos(angle - other.angle)) > 0.95
            && abs(across) < 0.4 * max(height, other.height)
            && (length + other.length) / 2 - abs(along) > 0.6 * low
    }

    /// The line a little higher, lower, longer, turned, moved across or, where it is long, bent.
    var neighbours: [LineQuad] {
        func changed(_ change: (inout LineQuad) -> Void) -> LineQuad {
            var quad = self
            change(&quad)
            return quad
        }
        let shift = 0.09 * height
        let turn = atan2(0.2 * height, length)
        let bends = length > 4 * height ? [0.15 * height, -0.15 * height] : []
        return [
            changed { $0.height *= 0.86 }, changed { $0.height *= 1.16 },
            grown(along: 0.3 * height, across: 0),
            changed { $0.angle += turn }, changed { $0.angle -= turn },
        ]
            + [shift, -shift]
            .map { shift in
                changed { quad in
                    quad.x -= shift * sin(angle)
                    quad.y += shift * cos(angle)
                }
            } + bends.map { bend in changed { $0.bow += bend } }
    }
}
