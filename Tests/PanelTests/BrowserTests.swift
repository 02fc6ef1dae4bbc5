import Foundation
import Linux
import Synchronization
import Testing

@testable import Panel

/// The pages in a real browser, with real keys and clicks.
@Suite(.serialized, .enabled(if: Browser.program != nil, "chromium is not installed"))
struct BrowserTests {
    /// What keeps a page from being read, touched or heard; empty when nothing does.
    static let faults = #"""
        (() => {
          const faults = [];
          const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility === 'visible';
          const numbers = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => {
            const f = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
            return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
          };
          const ground = (e) => {
            for (; e; e = e.parentElement) {
              if (e.tagName === 'svg' && e.querySelector('.foil')) return [211, 217, 221];
              const colour = numbers(getComputedStyle(e).backgroundColor);
              if (colour.length === 3 || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
          };
          const name = (e) => (e.getAttribute('aria-label')
            ?? ([...(e.labels ?? [])].map((l) => l.textContent).join(' ') || e.textContent)).trim();
          const where = (e) => `${e.tagName}#${e.id}.${e.className?.baseVal ?? e.className} "${e.textContent.slice(0, 30)}"`;
          const modal = document.querySelector('dialog[open]');
          const root = modal ?? document.body;
          for (const e of root.querySelectorAll('button, input, select, [tabindex]')) {
            if (!seen(e)) continue;
            if (!name(e)) faults.push(`no name: ${where(e)}`);
            if (!e.disabled && e.tabIndex < 0) faults.push(`no focus: ${where(e)}`);
            const box = (e.type === 'checkbox' ? e.closest('label') : e).getBoundingClientRect();
            if (box.width < 44 || box.height < 44) faults.push(`${box.width}x${box.height}: ${where(e)}`);
          }
          for (const e of root.querySelectorAll('button, input, select, p, h1, h2, dd, td.count')) {
            if (!seen(e) || e.closest('.tabs, .scroll, .unseen')) continue;
            const box = e.getBoundingClientRect();
            if (box.right > document.documentElement.clientWidth + 1) faults.push(`cut off: ${where(e)}`);
          }
          for (const e of root.querySelectorAll('img, svg')) {
            if (!seen(e)) continue;
            const isHidden = e.getAttribute('aria-hidden') === 'true' || e.getAttribute('alt') === '';
            const text = e.getAttribute('alt') ?? e.getAttribute('aria-label');
            if (!isHidden && !text) faults.push(`no text: ${where(e)}`);
          }
          for (const e of root.querySelectorAll('*')) {
            const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
            if (!own || !seen(e) || e.closest('[popover]:not(:popover-open)') || ['OPTION', 'TITLE', 'NOSCRIPT', 'title'].includes(e.tagName)) continue;
            const style = getComputedStyle(e);
            const ink = numbers(e instanceof SVGElement ? style.fill : style.color);
            const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${where(e)}`);
          }
          if (document.documentElement.scrollWidth > screen.width) faults.push('wider than the screen');
          const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
          if (new Set(ids).size !== ids.length) faults.push('an id is there twice');
          if (!document.documentElement.lang) faults.push('no language');
          const headings = [...root.querySelectorAll('h1')].filter(seen);
          if (!modal && headings.length !== 1) faults.push(`${headings.length} main headings`);
          return faults.join('\n');
        })()
        """#

    private func byID(_ id: String) -> String { "document.getElementById('\(id)')" }

    private func logIn(_ browser: Browser, as role: PanelRole, to panel: TestPanel) throws {
        try browser.open("http://127.0.0.1:\(panel.port)/")
        #expect(try browser.waits(until: "document.activeElement?.id === 'name'"))
        try browser.type(role.rawValue)
        try browser.press("Tab", code: 9)
        try browser.type(TestPanel.password)
        try browser.press("Enter", code: 13, text: "\r")
        #expect(try browser.waits(until: "!document.getElementById('tabs').hidden"))
    }

    /// Blisters go on while the body runs.
    private func running(_ host: FakeHost, _ body: () throws -> Void) throws {
        let isOver = Flag()
        let thread = try RealTimeThread(ThreadPlan(name: "steps")) {
            while !isOver.isSet {
                host.step()
                MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + 200_000_000)
            }
        }
        defer {
            isOver.set()
            thread.join()
        }
        try body()
    }

    private func check(_ browser: Browser, _ view: String) throws {
        let faults = try browser.text(Self.faults)
        #expect(faults.isEmpty, "\(view): \(faults)")
    }

    @Test func `an operator sees live numbers and works by keyboard and by touch`() throws {
        let panel = try TestPanel()
        panel.host.run(400)
        let browser = try Browser()
        try browser.size(1_280, 800)
        try browser.open("http://127.0.0.1:\(panel.port)/")
        #expect(try browser.waits(until: "document.activeElement?.id === 'name'"))
        let paint = try browser.value(
            "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"
        )
        print("first contentful paint: \(paint ?? "?") ms")
        try check(browser, "page")
        try browser.keepPicture("login-1280")
        try running(panel.host) {
            try logIn(browser, as: .operator, to: panel)
            #expect(try browser.waits(until: "\(byID("banner-word")).textContent === 'READY'"))
            let shown = "Number(\(byID("total")).textContent.replace(/\\D/g, ''))"
            let before = try browser.value(shown) as? Int ?? 0
            #expect(before >= 400)
            #expect(try browser.waits(until: "\(shown) > \(before + 3)"))
            #expect(try browser.waits(until: "document.querySelectorAll('.pocket').length === 10"))
            #expect(try browser.waits(until: "\(byID("reject-picture")).naturalWidth === 320"))
        }
        try check(browser, "page")
        #expect(try browser.value("document.documentElement.scrollHeight <= 800") as? Bool == true)
        try browser.keepPicture("line-1280")

        // Every stop of the Tab key shows where it is.
        var stops: Set<String> = []
        for _ in 0..<14 {
            try browser.press("Tab", code: 9)
            let stop = try browser.text(
                "(() => { const e = document.activeElement; const s = getComputedStyle(e);"
                    + "return `${e.id}${e.dataset.view ?? e.ariaLabel ?? ''} `"
                    + "+ (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2); })()"
            )
            #expect(stop.hasSuffix(" true") || stop.hasPrefix(" "), "\(stop)")
            stops.insert(stop)
        }
        #expect(stops.count >= 8, "\(stops)")

        try browser.click("document.querySelector('#alarm-list button')")
        #expect(try browser.waits(until: "!document.querySelector('#alarm-list button')"))
        #expect(panel.host.look { $0.actions } == [.acknowledge(alarm: "reject-not-confirmed")])

        try browser.click("document.querySelector('[data-view=batch]')")
        try check(browser, "page")
        #expect(try browser.text("\(byID("chip")).textContent") == "READY")
        try browser.keepPicture("batch-1280")
        try browser.click(byID("batch-end"))
        #expect(try browser.waits(until: "\(byID("confirm")).open"))
        #expect(try browser.text("document.activeElement.id") == "confirm-no")
        try browser.press("Enter", code: 13, text: "\r")
        #expect(panel.host.look { $0.actions.count } == 1)
        try browser.click(byID("batch-end"))
        try browser.click(byID("confirm-yes"))
        #expect(try browser.waits(until: "\(byID("batch-end")).disabled"))
        try browser.click(byID("product"))
        try browser.type("round")
        try browser.press("Tab", code: 9)
        try browser.type("B 77")
        try browser.press("Enter", code: 13, text: "\r")
        #expect(try browser.waits(until: "!\(byID("batch-end")).disabled"))
        let last = panel.host.look { $0.actions.last }
        #expect(last == .batchStart(product: "round", lot: "B 77", expiry: nil, isForced: false))
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }

    @Test func `maintenance labels evidence and looks at everything`() throws {
        let panel = try TestPanel()
        panel.host.run(300)
        let browser = try Browser()
        try browser.size(1_280, 800)
        try logIn(browser, as: .maintenance, to: panel)
        for view in ["trends", "evidence", "models", "audit"] {
            try browser.click("document.querySelector('[data-view=\(view)]')")
            #expect(
                try browser.waits(
                    until: "\(byID("view-\(view)")).querySelectorAll('svg, li, td').length > 1"
                )
            )
            #expect(
                try browser.waits(
                    until: "[...document.images].every((i) => i.hidden || i.complete)"
                )
            )
            try check(browser, view)
            try browser.keepPicture("\(view)-1280")
        }
        try browser.click("document.querySelector('[data-view=evidence]')")
        #expect(
            try browser.waits(until: "document.querySelectorAll('.thumbs button').length === 24")
        )
        try browser.click(byID("evidence-more"))
        #expect(
            try browser.waits(until: "document.querySelectorAll('.thumbs button').length === 48")
        )
        try browser.click("document.querySelector('.thumbs button')")
        #expect(try browser.waits(until: "\(byID("detail")).open"))
        #expect(try browser.waits(until: "\(byID("detail-map")).naturalWidth === 320"))
        try check(browser, "page")
        try browser.click("\(byID("label-buttons")).children[2]")
        #expect(try browser.waits(until: "!!document.querySelector('[aria-pressed=true]')"))
        let last = panel.host.look { $0.actions.last }
        #expect(last == .label(blister: "b1-399-0", .broken))
        try browser.keepPicture("detail-1280")
        try browser.press("Escape", code: 27)
        #expect(try browser.waits(until: "!\(byID("detail")).open"))
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }

    @Test func `a phone shows all of it in three languages`() throws {
        let panel = try TestPanel()
        panel.host.run(300)
        let browser = try Browser()
        try browser.size(390, 844, isPhone: true)
        try logIn(browser, as: .viewer, to: panel)
        #expect(try browser.value("\(byID("batch-end")).hidden") as? Bool == true)
        let words = ["en": "READY", "de": "BEREIT", "zh": "就绪"]
        for (language, word) in words.sorted(by: { $0.key < $1.key }) {
            _ = try browser.value(
                "(() => { const s = document.getElementById('language'); s.value = '\(language)';"
                    + " s.dispatchEvent(new Event('change')); })()"
            )
            #expect(try browser.waits(until: "\(byID("banner-word")).textContent === '\(word)'"))
            #expect(try browser.text("document.documentElement.lang") == language)
            #expect(try browser.waits(until: "\(byID("reject-picture")).naturalWidth === 320"))
            try check(browser, language)
            try browser.keepPicture("line-390-\(language)")
        }
        try browser.size(1_280, 800)
        try browser.keepPicture("line-1280-zh")
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }

    @Test func `alarm, not ready and a lost connection look different without colour`() async throws
    {
        var panel: TestPanel? = try TestPanel()
        let host = try #require(panel?.host)
        host.run(50)
        let browser = try Browser()
        try browser.size(1_280, 800)
        try logIn(browser, as: .viewer, to: #require(panel))
        let icon = "\(byID("banner-icon")).innerHTML"
        var icons: Set<String> = []
        host.look { $0.isReady = false }
        #expect(try browser.waits(until: "\(byID("banner-word")).textContent === 'NOT READY'"))
        #expect(try browser.text("\(byID("banner-reason")).textContent").contains("camera"))
        icons.insert(try browser.text(icon))
        try check(browser, "page")
        try browser.keepPicture("notready-1280")
        host.look { $0.isAlarm = true }
        #expect(try browser.waits(until: "\(byID("banner-word")).textContent === 'ALARM'"))
        #expect(try browser.text("\(byID("announce")).textContent").contains("not confirmed"))
        icons.insert(try browser.text(icon))
        try browser.keepPicture("alarm-1280")
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
        await panel?.server.stop()
        #expect(try browser.waits(until: "\(byID("banner-word")).textContent === 'NO CONNECTION'"))
        icons.insert(try browser.text(icon))
        try check(browser, "page")
        try browser.keepPicture("lost-1280")
        #expect(icons.count == 3)
        // The daemon comes back; its sessions are gone, and the page asks for a login by itself.
        let port = try #require(panel?.port)
        panel = try TestPanel(port: port, host: host)
        #expect(try browser.waits(until: "document.activeElement?.id === 'name'"))
        try logIn(browser, as: .viewer, to: #require(panel))
        #expect(try browser.waits(until: "\(byID("banner-word")).textContent === 'ALARM'"))
    }
}

/// Raised once, seen by another thread.
private final class Flag: Sendable {
    private let raised = Mutex(false)
    var isSet: Bool { raised.withLock { $0 } }
    func set() { raised.withLock { $0 = true } }
}
