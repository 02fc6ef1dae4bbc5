extension InspectionResult {
    /// The result as one line of JSON with the keys of the outside contract, without a newline.
    ///
    /// `inspect --json`, the store and the panel write these bytes. `print` and `braille` are
    /// `null` where the recipe asks for none, `code` is not there then. A check with two limits shows the one nearer to its value. A pocket
    /// that a network rejects has a `sentence`.
    ///
    /// - Parameters:
    ///   - blisterID: name of the blister across batches, as it stands in the reject log.
    ///   - model: name or digest of the product model; what networks judged follows after a blank.
    ///   - recipe: name or digest of the recipe.
    /// - Returns: one object, the same bytes for the same values.
    public func jsonLine(blisterID: String, model: String, recipe: String) -> String {
        var json = JSONText(reserving: 256 + pockets.count * 1024 + checks.count * 96)
        json.object { json in
            json.value(identity.cycle, "cycle")
            json.value(identity.lane, "lane")
            json.value(blisterID, "blister_id")
            json.value(verdict.name, "verdict")
            json.array("reasons") { json in
                for reason in verdict.reasons { json.value(reason.rawValue) }
            }
            json.array("pockets") { json in
                for pocket in pockets { pocket.write(to: &json) }
            }
            json.array("checks") { json in
                for check in checks { check.write(to: &json) }
            }
            if let print { print.write(to: &json) } else { json.null("print") }
            if let braille { braille.write(to: &json) } else { json.null("braille") }
            if let code { code.write(to: &json) }
            json.value(latencyMilliseconds, "latency_ms")
            json.value([model, networks].filter { !$0.isEmpty }.joined(separator: " "), "model")
            json.value(recipe, "recipe")
        }
        return json.text
    }
}

extension PocketResult {
    func write(to json: inout JSONText) {
        json.object { json in
            json.value(index, "index")
            json.value(classification, "class")
            json.value(confidence, "confidence")
            json.value(anomaly, "anomaly")
            json.array("checks") { json in
                for check in checks { check.write(to: &json) }
            }
            if let sentence { json.value(sentence, "sentence") }
        }
    }
}

extension Check {
    func write(to json: inout JSONText) {
        json.object { json in
            json.value(name, "name")
            json.value(value, "value")
            json.value(limit, "limit")
            json.value(unit, "unit")
            json.value(passes, "pass")
        }
    }
}
