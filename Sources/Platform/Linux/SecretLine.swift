internal import Glibc

/// One line of standard input that a terminal does not show.
public enum SecretLine {
    /// Asks on standard error where a person types, and reads a line without showing it.
    ///
    /// - Parameter question: What is asked for, without colon.
    /// - Returns: The line without its end; nil at the end of input.
    public static func read(_ question: String) -> String? {
        let isTerminal = isatty(STDIN_FILENO) == 1
        var before = termios()
        if isTerminal {
            tell("\(question): ")
            _ = unsafe tcgetattr(STDIN_FILENO, &before)
            var hidden = before
            hidden.c_lflag &= ~tcflag_t(ECHO)
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        }
        defer {
            if isTerminal {
                _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
                tell("\n")
            }
        }
        return readLine(strippingNewline: true)
    }

    private static func tell(_ text: String) {
        let bytes = Array(text.utf8)
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe write(STDERR_FILENO, buffer.baseAddress, buffer.count)
        }
    }
}
