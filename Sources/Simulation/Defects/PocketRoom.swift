internal import Blister

/// How far a product can move in its pocket, millimetres and radians.
struct Room {
    let along: Double
    let across: Double
    let turn: Double
    let angle: Double
    let isFree: Bool

    init(pocket: Pocket, length: Double, width: Double) {
        switch pocket.shape {
        case .circle(let diameter):
            let play = max(0, (diameter - length) / 2 - 0.15)
            along = play
            across = play
            turn = 0
            angle = 0
            isFree = true
        case .oblong(let pocketLength, let pocketWidth, let degrees):
            let side = max(0, (pocketWidth - width) / 2 - 0.15)
            across = side * 0.6
            along = max(0, (pocketLength - length) / 2 - 0.2)
            let lever = max(1, (length - width) / 2)
            turn = min(0.6, side * 0.4 / lever)
            angle = degrees * .pi / 180
            isFree = length <= width * 1.05
        }
    }
}
