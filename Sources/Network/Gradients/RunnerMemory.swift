internal import KernelShapes
internal import Kernels

/// The memory of one ``NetRunner``, all of it taken at once.
///
/// `@unchecked Sendable`: every thread of the pool writes only to pictures, groups and scratch of
/// its own part, between two barriers of the pool.
@safe final class RunnerMemory: @unchecked Sendable {
    /// Extents of the memory, in floats.
    struct Extents {
        /// Of one picture: values, gradients, sums.
        var picture = 0
        /// Of one group of pictures: sums of the gradients of weights.
        var group = 0
        /// Shared: packed weights, constants, gradients.
        var shared = 0
        /// Of one thread, in bytes.
        var scratchBytes = 0

        /// Takes `count` floats of `part`, in whole cache lines.
        static func take(_ part: inout Int, _ count: Int) -> Int {
            defer { part += (count + 15) / 16 * 16 }
            return part
        }
    }

    let batch: Int
    let groupCount: Int
    let extents: Extents
    let kernels: Kernels
    let gradients: any GradientFunctions.Type
    /// Mixed into what is dropped; set between steps.
    var key: UInt32 = 0

    private let pictures: UnsafeMutablePointer<Float>
    private let groups: UnsafeMutablePointer<Float>
    private let shared: UnsafeMutablePointer<Float>
    private let scratch: UnsafeMutableRawPointer
    private let scratchStride: Int

    init(
        _ extents: Extents,
        batch: Int,
        groupCount: Int,
        threads: Int,
        level: ProcessorLevel
    ) {
        self.extents = extents
        self.batch = batch
        self.groupCount = groupCount
        kernels = Kernels(level: level)
        gradients = GradientKernels.set(level)
        scratchStride = (extents.scratchBytes + 127) / 64 * 64
        unsafe pictures = Self.zeros(extents.picture * batch)
        unsafe groups = Self.zeros(extents.group * groupCount)
        unsafe shared = Self.zeros(extents.shared)
        unsafe scratch = UnsafeMutableRawPointer(Self.zeros(scratchStride / 4 * threads))
    }

    deinit {
        unsafe pictures.deallocate()
        unsafe groups.deallocate()
        unsafe shared.deallocate()
        unsafe scratch.deallocate()
    }

    private static func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
        let count = max(16, count)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
        let floats = unsafe memory.bindMemory(to: Float.self, capacity: count)
        unsafe floats.initialize(repeating: 0, count: count)
        return unsafe floats
    }

    /// The place `offset` of every picture from the first of `images` on.
    func run(_ offset: Int, _ images: Range<Int>) -> PictureRun {
        unsafe PictureRun(
            pictures + images.lowerBound * extents.picture + offset,
            stride: extents.picture
        )
    }

    /// The place `offset` of a picture.
    func picture(_ offset: Int, _ image: Int) -> UnsafeMutablePointer<Float> {
        unsafe pictures + image * extents.picture + offset
    }

    /// The pictures of a group.
    func images(of group: Int) -> Range<Int> { Part(group, of: groupCount).range(of: batch) }

    /// The place `offset` of a group.
    func sums(_ offset: Int, group: Int) -> UnsafeMutablePointer<Float> {
        unsafe groups + group * extents.group + offset
    }

    /// The place `offset` of what is shared.
    func place(_ offset: Int) -> UnsafeMutablePointer<Float> { unsafe shared + offset }

    /// The scratch of `thread`.
    func scratch(_ thread: Int) -> UnsafeMutableRawPointer {
        unsafe scratch + thread * scratchStride
    }
}
