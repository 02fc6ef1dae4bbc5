/// States of an inspection by OPC 40100-1, VisionStateMachine and its automatic mode.
public enum VisionState: String, Sendable, CaseIterable {
    case preoperational = "Preoperational"
    case halted = "Halted"
    case error = "Error"
    case initialized = "Initialized"
    case ready = "Ready"
    case singleExecution = "SingleExecution"
    case continuousExecution = "ContinuousExecution"
}
