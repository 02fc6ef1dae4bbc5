internal import Linux
internal import Synchronization

/// What the station's threads and the fleet's thread share.
final class FleetExchange: Sendable {
    let settings: FleetSettings
    let station: FleetStation
    let queue: FleetQueue
    let state = Mutex(FleetState())
    let status = Mutex(FleetStatus())
    let isStopping = Atomic<Bool>(false)
    let wake = Semaphore()

    init(settings: FleetSettings, station: FleetStation) {
        self.settings = settings
        self.station = station
        queue = FleetQueue(countMax: settings.queueCountMax)
    }
}
