/// What a report says in its own words; `{0}` … are places for values.
enum ReportWord: String, CaseIterable {
    case title, batch, batchAndLot, page, identification, station, software, number, state, product
    case lot, expiry, started, ended, by, byDaemon, recipe, model, none
    case open, endedState, interruptedState
    case reconciliation, item, count, share, blisters, accepted, rejected, unaccounted, yield
    case equation, interval, intervalName, addsUp, doesNotAddUp, discrepancies
    case withoutVerdict, withoutVerdictYet, unannounced, acceptedStored, rejectedStored
    case rowsLost, detailsLost, picturesLost, linesLost, interrupted
    case cutsLost, unconfirmed, challengeStored, challengeWithoutVerdict
    case noBlisters, openNote
    case challenge, presented, challengeRejected, confirmed, challengePassed, challengeFailed
    case challengeUnfinished, challengeOutcome, challengeGood, challengeBad, noSensor, challengeNote
    case pareto, reason, shareOfRejects, cumulated, noRejects, paretoAlternative
    case distribution, lane, lanes, pockets, pocket, pocketNote, rejectShare
    case overTime, rate, rejectsPerThousand, rejectsPerMinute, minutesSinceStart, hoursSinceStart
    case seriesAlternative, annex, minute
    case trends, values, centre, lowerControl, upperControl, lowerSpecification
    case upperSpecification, capability, rules, atValue, noRule, trendAlternative, sample
    case pictures, pictureNote, pictureAlternative, pictureGone
    case alarms, noAlarms, alarm, begin, end, acknowledgedBy, nobody, lasting
    case audit, noAudit, sequence, time, who, what, before, after, why, trailHead, checkpoint
    case merkleRoot
    case digests, noDigests, subject, name, digest, calibration, configuration
    case remarks, amended, latencyMean, latencyMax, labelled, labelledValue
    case signatures, signatureNote, prepared, reviewed, approved, signature, date
    case shortened, rowsLeftOut
}
