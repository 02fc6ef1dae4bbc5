/// Where a broker is, and how one proves to it who one is.
///
/// A value. Secrets stay in files; the password is the only one held, and no description has it.
public struct BrokerAddress: Sendable, Equatable, CustomStringConvertible {
    /// Certificates of a connection over TLS, as files in PEM.
    public struct Certificates: Sendable, Equatable {
        /// The authorities that the broker's certificate is checked with.
        public var authorityPath: String
        /// Our own certificate; nil where the broker asks for none.
        public var certificatePath: String?
        /// The key of our own certificate; without a pass phrase.
        public var keyPath: String?

        /// Makes a value.
        public init(
            authorityPath: String,
            certificatePath: String? = nil,
            keyPath: String? = nil
        ) {
            self.authorityPath = authorityPath
            self.certificatePath = certificatePath
            self.keyPath = keyPath
        }
    }

    /// Name or address.
    public var host: String
    /// TCP port, 1 to 65535.
    public var port: Int
    /// Nil connects without TLS.
    public var certificates: Certificates?
    /// Nil where the broker asks for none.
    public var user: String?
    /// Nil where the broker asks for none.
    public var password: String?

    /// Makes an address.
    public init(
        host: String,
        port: Int,
        certificates: Certificates? = nil,
        user: String? = nil,
        password: String? = nil
    ) {
        self.host = host
        self.port = port
        self.certificates = certificates
        self.user = user
        self.password = password
    }

    /// Host and port.
    public var description: String { "\(host):\(port)" }
}
