/// How the camera and the running web spoil the picture.
///
/// Millimetres on the web unless the name says otherwise; every amplitude is a maximum.
public struct CameraCharacter: Sendable, Equatable {
    /// Deviation of the lens blur.
    public var blurMillimetres = 0.06
    /// Extent along travel that one row integrates over.
    public var motionBlurMillimetres = 0.1
    /// Loss of light at the outer columns, 0...1.
    public var vignetting: Float = 0.14
    /// Deviation of the gain from column to column, relative.
    public var gainSpread: Float = 0.008
    /// Dark level, grey values of 255.
    public var darkLevel: Float = 3
    /// Deviation of the dark level from column to column, grey values.
    public var darkSpread: Float = 0.6
    /// Deviation of the noise in the dark, grey values.
    public var readNoise: Float = 0.8
    /// Grey values per square of shot noise deviation: noise² = value · this.
    public var shotNoise: Float = 0.02
    /// Speed jitter: how far a row may lie from its encoder place.
    public var rowJitterMillimetres = 0.05
    /// Slow sideways run of the web.
    public var wanderMillimetres = 0.35
    /// Angle between camera line and web, degrees.
    public var rotationDegrees = 0.15
    /// Slow change of the lamps, relative.
    public var lightDrift = 0.03
    /// Uncertainty of the cycle trigger, rows.
    public var triggerJitterRows = 1.0

    /// The usual camera.
    public init() {}

    /// A camera without any flaw but its pixels, for reference pictures.
    public static var ideal: CameraCharacter {
        var camera = CameraCharacter()
        camera.blurMillimetres = 0.02
        camera.motionBlurMillimetres = 0
        camera.vignetting = 0
        camera.gainSpread = 0
        camera.darkLevel = 0
        camera.darkSpread = 0
        camera.readNoise = 0
        camera.shotNoise = 0
        camera.rowJitterMillimetres = 0
        camera.wanderMillimetres = 0
        camera.rotationDegrees = 0
        camera.lightDrift = 0
        camera.triggerJitterRows = 0
        return camera
    }
}
