/// The style sheet of a report: one column, calm, the same on screen and on A4.
enum HTMLStyle {
    static let sheet = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #eef1f4; color: \(ReportInk.text.css);
          font: 15px/1.5 "Liberation Sans", "Helvetica Neue", Arial, "Noto Sans CJK SC",
            "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
        main { max-width: 58rem; margin: 2rem auto; padding: 2.5rem 3rem 3rem; background: #fff;
          border: 1px solid \(ReportInk.line.css); }
        header { display: flex; justify-content: space-between; gap: 2rem; align-items: flex-end;
          border-bottom: 2px solid \(ReportInk.accent.css); padding-bottom: .9rem; }
        header p { margin: 0; color: \(ReportInk.quiet.css); overflow-wrap: anywhere; }
        header > p { text-align: right; max-width: 45%; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .2rem; font-weight: 600; }
        h2 { font-size: 1.15rem; margin: 2.4rem 0 .7rem; color: \(ReportInk.accent.css);
          font-weight: 600; break-after: avoid; }
        p { margin: .5rem 0; overflow-wrap: anywhere; }
        .notice { margin: 1.4rem 0; padding: .8rem 1.1rem; border-left: 5px solid;
          background: \(ReportInk.pale.css); break-inside: avoid; overflow-wrap: anywhere; }
        .notice strong { display: block; }
        .notice ul { margin: .3rem 0 0; padding-left: 1.2rem; color: \(ReportInk.text.css); }
        .good { border-color: \(ReportInk.good.css); color: \(ReportInk.good.css); }
        .problem { border-color: \(ReportInk.problem.css); color: \(ReportInk.problem.css); }
        .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: .8rem; margin: 0; }
        .figures div { border: 1px solid \(ReportInk.line.css); padding: .7rem .9rem; }
        .figures dt { color: \(ReportInk.quiet.css); font-size: .85rem; }
        .figures dd { margin: 0; font-size: 1.6rem; font-variant-numeric: tabular-nums; }
        table { width: 100%; border-collapse: collapse; margin: .6rem 0 1.2rem; font-size: .9rem; }
        caption { text-align: left; color: \(ReportInk.quiet.css); padding-bottom: .3rem; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden;
          clip-path: inset(50%); white-space: nowrap; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        th, td { text-align: left; vertical-align: top; padding: .34rem .6rem .34rem 0;
          border-bottom: 1px solid \(ReportInk.line.css); overflow-wrap: anywhere; }
        thead th { border-bottom: 1.5px solid \(ReportInk.quiet.css); font-weight: 600;
          overflow-wrap: break-word; }
        tbody th { font-weight: 400; color: \(ReportInk.quiet.css); width: 32%; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        figure { margin: .6rem 0 1.4rem; break-inside: avoid; }
        figcaption { color: \(ReportInk.quiet.css); font-size: .9rem; overflow-wrap: anywhere; }
        svg { display: block; width: 100%; height: auto; }
        .pictures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; }
        .pictures figure { margin: 0; }
        .pictures img, .gone { display: block; width: 100%; height: 11rem; object-fit: contain;
          background: \(ReportInk.pale.css); border: 1px solid \(ReportInk.line.css); }
        .gone { padding: 1rem; color: \(ReportInk.quiet.css); font-size: .85rem; }
        .signatures td, .signatures tbody th { height: 3.2rem; vertical-align: bottom; }
        .signatures tbody th { width: auto; color: inherit; }
        footer { margin-top: 2.5rem; color: \(ReportInk.quiet.css); font-size: .85rem; }
        @media (max-width: 46rem) {
          main { margin: 0; padding: 1.2rem; border: 0; }
          .figures, .pictures { grid-template-columns: repeat(2, 1fr); }
        }
        @page { size: A4; margin: 16mm 15mm 18mm;
          @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; } }
        @media print {
          body { background: #fff; font-size: 9.5pt; }
          main { max-width: none; margin: 0; padding: 0; border: 0; }
          .notice, .figures div { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        }
        """
}
