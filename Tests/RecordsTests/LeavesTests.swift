import Blister
import Foundation
import GRDB
import Testing

@testable import Records

/// Blisters as leaves of the audit trail's Merkle tree.
@Suite struct LeavesTests {
    private static func leaves(_ store: RecordStore) throws -> [String] {
        var leaves: [String] = []
        let reader = RecordStoreReader(reader: store.pool)
        let isThere = try reader.leaves(batch: 1) {
            leaves.append(String(decoding: $0, as: UTF8.self))
        }
        #expect(isThere)
        #expect(try !reader.leaves(batch: 2) { _ in Issue.record("there is no such batch") })
        return leaves
    }

    private static func store() throws -> RecordStore {
        let store = try RecordStore.inMemory()
        try store.pool.write { database in
            try database.execute(
                sql: """
                    INSERT INTO batch (id, state, is_automatic, product, lot, expiry, started_by,
                        started_at, recipe, model, blisters, accepted, rejected)
                    VALUES (1, 'ended', 0, 'P', 'L', 'E', 'Ann', 'now', 'r', 'm', 3, 2, 1);
                    INSERT INTO blister (id, batch, cycle, lane, decided_at, verdict, reason,
                        reasons, latency_ms)
                    VALUES (7, 1, 5, 0, 't2', 'accept', NULL, '', 1.5),
                        (3, 1, 4, 1, 't1', 'reject', 'hair', 'hair,foil', 1.5),
                        (9, 1, 6, 0, 't3', 'accept', NULL, '', 1.5);
                    INSERT INTO detail (blister, is_accept, result)
                    VALUES (3, 0, '{"a":1}'), (7, 1, '{"b":2}');
                    """
            )
        }
        return store
    }

    @Test func `leaves are in the order of storing, and hold what was decided`() throws {
        let store = try Self.store()
        #expect(
            try Self.leaves(store) == [
                #"1-4-1 t1 reject hair,foil - {"a":1}"#, "1-5-0 t2 accept  - -",
                "1-6-0 t3 accept  - -",
            ]
        )
        let batches = try RecordStoreReader(reader: store.pool).finishedBatches(after: 0)
        #expect(batches == [FinishedBatch(number: 1, isComplete: true)])
        #expect(try RecordStoreReader(reader: store.pool).finishedBatches(after: 1).isEmpty)
    }

    @Test func `a batch with a challenge is complete once its blisters are stored, too`() throws {
        let store = try Self.store()
        func isComplete() throws -> Bool? {
            try RecordStoreReader(reader: store.pool).finishedBatches(after: 0).first?.isComplete
        }
        try store.pool.write { database in
            try database.execute(sql: "UPDATE batch SET challenge_blisters = 1")
        }
        #expect(try isComplete() == false)
        try store.pool.write { database in
            try database.execute(
                sql: """
                    INSERT INTO blister (id, batch, cycle, lane, decided_at, verdict, reason,
                        reasons, latency_ms, challenge)
                    VALUES (11, 1, 7, 0, 't4', 'reject', 'hair', 'hair', 1.5, 1)
                    """
            )
        }
        #expect(try isComplete() == true)
    }

    @Test(arguments: [
        "UPDATE blister SET verdict = 'accept' WHERE id = 3",
        "UPDATE blister SET reasons = 'hair' WHERE id = 3",
        "UPDATE blister SET decided_at = 't9' WHERE id = 7",
        "UPDATE blister SET amended = 't9' WHERE id = 9",
        "UPDATE detail SET result = '{}' WHERE blister = 3",
        "DELETE FROM detail WHERE blister = 3", "DELETE FROM blister WHERE id = 9",
    ])
    func `whatever is changed in a verdict changes a leaf`(sql: String) throws {
        let store = try Self.store()
        let before = try Self.leaves(store)
        try store.pool.write { try $0.execute(sql: sql) }
        #expect(try Self.leaves(store) != before)
    }

    @Test func `dropping the full result of an accepted blister changes no leaf`() throws {
        let store = try Self.store()
        let before = try Self.leaves(store)
        try store.pool.write { try $0.execute(sql: "DELETE FROM detail WHERE is_accept") }
        #expect(try Self.leaves(store) == before)
    }
}
