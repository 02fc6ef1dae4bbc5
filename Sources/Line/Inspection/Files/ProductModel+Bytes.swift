internal import Imaging

extension ProductModel {
    private static let magic = 0x3550_4C42

    /// The model as bytes, the same for the same model.
    public func bytes() -> [UInt8] {
        var writer = ModelWriter()
        for value in [Self.magic, channels, gridWidth, gridHeight, light.columns, light.rows] {
            writer.put(value)
        }
        writer.put(light.expected)
        writer.put(light.places)
        writer.put(tables.tables.count)
        for table in tables.tables {
            for axis in table.axes {
                writer.put(axis.plane)
                writer.put(Double(axis.low))
                writer.put(Double(axis.step))
                writer.put(axis.bins)
            }
            writer.put(table.evidence)
            writer.put(table.isOdd)
        }
        writer.put(classes.count)
        for product in classes {
            writer.put(product.halfWidth)
            writer.put(product.halfHeight)
            writer.put(product.isElongated ? 1 : 0)
            writer.put(product.isMarked ? 1 : 0)
            writer.put(product.area)
            writer.put(Double(product.oddness))
            for distance in [product.outline, product.inner, product.outer] { writer.put(distance) }
            writer.put(product.deviation)
        }
        writer.put(pockets.count)
        for pocket in pockets {
            writer.put(pocket.classIndex)
            for value in [pocket.centreX, pocket.centreY, pocket.radians] { writer.put(value) }
            writer.put(pocket.means.count)
            for mean in pocket.means { writer.put(mean) }
            writer.put(pocket.pocketMean)
            writer.put(pocket.pocketDeviation)
            writer.put(Double(pocket.gap.oddness))
            writer.put(pocket.gap.mean)
            writer.put(pocket.gap.deviation)
        }
        writer.put(Double(foil.oddness))
        writer.put(foil.mean)
        writer.put(foil.deviation)
        return writer.bytes
    }

    /// Reads ``bytes()`` again for a recipe whose grid is `grid`.
    init(bytes: [UInt8], grid: WorkGrid, channels: Int) throws(ModelReader.Damage) {
        var reader = ModelReader(bytes)
        _ = try reader.integer(in: Self.magic...Self.magic)
        self.channels = try reader.integer(in: channels...channels)
        gridWidth = try reader.integer(in: grid.width...grid.width)
        gridHeight = try reader.integer(in: grid.height...grid.height)
        let places = grid.width * grid.height
        light = try LightReference(from: &reader, places: places, channels: channels)
        var tables: [ClassTable] = []
        for _ in 0..<(try reader.integer(in: 1...4)) {
            tables.append(try ClassTable(from: &reader, planes: channels + 2))
        }
        self.tables = ClassTables(tables)
        classes = []
        for _ in 0..<(try reader.integer(in: 1...200)) {
            classes.append(try ProductClass(from: &reader, channels: channels))
        }
        _ = try reader.integer(in: grid.windows.count...grid.windows.count)
        pockets = []
        for window in grid.windows {
            pockets.append(
                try PocketModel(from: &reader, window: window, classes: classes, channels: channels)
            )
        }
        foil = FoilModel(mean: [], deviation: [], oddness: Float(try reader.number()))
        let foilPlanes = FoilScene.planeCount(channels: channels)
        foil.mean = try reader.planes(foilPlanes, places: places)
        foil.deviation = try reader.planes(foilPlanes, places: places)
        guard reader.isAtEnd else { throw ModelReader.Damage(offset: bytes.count) }
    }
}

extension LightReference {
    init(from reader: inout ModelReader, places: Int, channels: Int) throws(ModelReader.Damage) {
        let columns = try reader.integer(in: 1...4096)
        let rows = try reader.integer(in: 1...4096)
        self.init(
            columns: columns,
            rows: rows,
            expected: try reader.planes(channels, places: columns * rows),
            places: try reader.flags(count: places)
        )
    }
}

extension ClassTable {
    init(from reader: inout ModelReader, planes: Int) throws(ModelReader.Damage) {
        var axes: [FeatureAxis] = []
        for _ in 0..<3 {
            axes.append(
                FeatureAxis(
                    plane: try reader.integer(in: 0...planes - 1),
                    low: Float(try reader.number()),
                    step: Float(try reader.number()),
                    bins: try reader.integer(in: 1...256)
                )
            )
        }
        let count = axes.reduce(1) { $0 * $1.bins }
        self.init(
            axes: axes,
            evidence: try reader.floats(count: count),
            isOdd: try reader.flags(count: count)
        )
    }
}

extension ProductClass {
    init(from reader: inout ModelReader, channels: Int) throws(ModelReader.Damage) {
        let halfWidth = try reader.integer(in: 1...2000)
        let halfHeight = try reader.integer(in: 1...2000)
        let isElongated = try reader.integer(in: 0...1) == 1
        let isMarked = try reader.integer(in: 0...1) == 1
        let area = try reader.number()
        let oddness = Float(try reader.number())
        let places = (2 * halfWidth + 1) * (2 * halfHeight + 1)
        self.init(
            halfWidth: halfWidth,
            halfHeight: halfHeight,
            isElongated: isElongated,
            isMarked: isMarked,
            area: area,
            outline: try reader.floats(count: places),
            inner: try reader.floats(count: places),
            outer: try reader.floats(count: places),
            deviation: try reader.planes(channels + 1, places: places),
            oddness: oddness
        )
    }
}

extension GapModel {
    init(from reader: inout ModelReader, places: Int, channels: Int) throws(ModelReader.Damage) {
        let oddness = Float(try reader.number())
        self.init(
            mean: try reader.planes(channels + 1, places: places),
            deviation: try reader.planes(channels + 1, places: places),
            oddness: oddness
        )
    }
}

extension PocketModel {
    init(
        from reader: inout ModelReader,
        window: PocketWindow,
        classes: [ProductClass],
        channels: Int
    ) throws(ModelReader.Damage) {
        let index = try reader.integer(in: 0...classes.count - 1)
        let (x, y) = (try reader.number(), try reader.number())
        let radians = try reader.number()
        var means: [[[Float]]] = []
        for _ in 0..<(try reader.integer(in: 1...2)) {
            means.append(try reader.planes(channels + 1, places: classes[index].outline.count))
        }
        let places = window.width * window.height
        self.init(
            classIndex: index,
            centreX: x,
            centreY: y,
            radians: radians,
            means: means,
            frameWidth: 2 * classes[index].halfWidth + 1,
            pocketMean: try reader.planes(channels + 2, places: places),
            pocketDeviation: try reader.planes(channels + 2, places: places),
            gap: try GapModel(from: &reader, places: places, channels: channels)
        )
    }
}
