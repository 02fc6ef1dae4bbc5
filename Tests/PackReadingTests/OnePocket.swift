import Blister

extension Layout {
    /// One pocket, and room for a region to read; 20 mm long.
    static func onePocket(width: Double) -> Layout {
        Layout(
            width: width,
            length: 20,
            lanes: 1,
            lanePitch: width,
            pitch: 20,
            pockets: [Pocket(centre: Point(x: 5, y: 5), shape: .circle(diameterMillimetres: 5))]
        )
    }
}
