internal import Glibc

/// Ends a connection that a wait somewhere else holds open: that wait returns at once.
///
/// The caller sees to it that the number is still the connection's.
public enum ConnectionEnd {
    /// Says that nothing more will be sent; what the other side sends can still be read.
    public static func ofSending(_ file: Int32) { _ = shutdown(file, Int32(SHUT_WR)) }

    /// Ends both directions.
    public static func ofBoth(_ file: Int32) { _ = shutdown(file, Int32(SHUT_RDWR)) }
}
