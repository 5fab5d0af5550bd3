/**
 * The page's only style sheet: light and dark by the reader's setting, one column on paper and
 * phones.
 */
export const style = `
:root{color-scheme:light dark;--bg:#f6f5f1;--card:#fff;--ink:#1b2130;--soft:#5d6678;--line:#e3e0d8;--wash:#f1efe9;--bad:#bb2f28;--good:#1a7f54;--unsure:#946200;--calm:#56637a;--base:#8a93a6;--head:#2f5bd3;--band:#e9ecf5;--ins:#dff3e6;--del:#fbe3e1}
@media (prefers-color-scheme:dark){:root{--bg:#10131a;--card:#191e28;--ink:#e9ebf1;--soft:#9ba5b7;--line:#2c3442;--wash:#212836;--bad:#ff8074;--good:#57cc99;--unsure:#e8b64c;--calm:#a9b4c8;--base:#8b95a8;--head:#8eaeff;--band:#252d3f;--ins:#17392a;--del:#46211f}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%}
main,header.page,footer{max-width:1260px;margin:0 auto;padding:0 24px}
h1,h2,h3,p,figure,ul{margin:0}
.tone-bad,.bad{--tone:var(--bad)}.tone-good,.good{--tone:var(--good)}.tone-unsure,.unsure{--tone:var(--unsure)}.tone-calm,.calm{--tone:var(--calm)}
.brand{display:flex;align-items:center;gap:10px;padding:22px 0 14px;font-weight:650;letter-spacing:.01em}
.brand svg{width:18px;height:24px;stroke:var(--head);fill:var(--head)}
.brand span{margin-left:auto;font-weight:400;color:var(--soft);font-size:13px;text-align:right;overflow-wrap:anywhere}
.verdict{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--tone);border-radius:10px;padding:22px 26px}
.verdict.tone-calm{--tone:var(--good)}
.verdict h1{font-size:25px;line-height:1.25;font-weight:680;letter-spacing:-.012em;overflow-wrap:anywhere}
.verdict p{color:var(--soft);margin-top:8px;overflow-wrap:anywhere}
section{margin-top:30px}
h2{font-size:19px;letter-spacing:-.008em;display:flex;flex-wrap:wrap;align-items:center;gap:10px;overflow-wrap:anywhere}
h3{font-size:12px;text-transform:uppercase;letter-spacing:.07em;color:var(--soft);margin:24px 0 8px;font-weight:640}
.lead{color:var(--soft);margin-top:2px;overflow-wrap:anywhere}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px 24px;margin-top:12px}
.card>h3:first-child{margin-top:0}
.chip{display:inline-block;color:var(--tone);border:1px solid color-mix(in srgb,var(--tone) 35%,transparent);background:color-mix(in srgb,var(--tone) 9%,transparent);border-radius:99px;padding:0 9px;font-size:12.5px;line-height:21px;font-weight:600;white-space:nowrap}
.chips{display:flex;flex-wrap:wrap;gap:6px}
.chips .chip{white-space:normal;border-radius:11px}
.chip.informs{border-style:dashed;font-weight:450}
.problems{list-style:none;padding:0;margin-top:14px}
.problems li{border-left:3px solid var(--tone,var(--bad));padding:3px 0 3px 12px;margin-top:8px;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{font-size:12px;font-weight:560;color:var(--soft);text-align:left;padding:0 12px 6px 0;vertical-align:bottom;white-space:nowrap}
td{border-top:1px solid var(--line);padding:8px 12px 8px 0;vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.num{text-align:right;white-space:nowrap}
th.num{text-align:right}
.num+th:not(.num,.plot),.num+td:not(.num,.plot){padding-left:14px}
td.name{min-width:150px;overflow-wrap:anywhere;font-weight:550}
td small,.note{color:var(--soft);font-size:12.5px;font-weight:400;display:block;overflow-wrap:anywhere}
td .chip+small{margin-top:3px}
td.change{font-weight:620;color:var(--tone)}
td.change small{font-weight:400}
td.stored,td.wide{min-width:132px}
td.plot{width:312px;padding-top:3px;padding-bottom:3px}
svg{display:block}
.ratio{width:300px;max-width:100%;height:auto;overflow:visible}
.ratio.axis text{font-size:10.5px;fill:var(--soft);text-anchor:middle}
.tick{stroke:var(--line)}.zero{stroke:var(--soft);stroke-dasharray:2 3;opacity:.8}
.band{fill:var(--band)}
.dot{fill:var(--base);opacity:.8}.dot.dropped{fill:none;stroke:var(--base)}.dot.outside{fill:none;stroke:var(--tone);stroke-width:1.5}
.interval line{stroke:var(--tone);stroke-width:2.2}.interval polygon{fill:var(--tone)}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:14px 24px}
figcaption{font-size:13px;font-weight:550;overflow-wrap:anywhere}
.generations{width:100%;height:auto}
.generations text{font-size:10.5px;fill:var(--soft)}.generations .y{text-anchor:end}.generations .x{text-anchor:middle}
.grid{stroke:var(--line)}
.pair line{stroke:var(--soft);opacity:.55}.pair .base{fill:var(--card);stroke:var(--base);stroke-width:1.8}.pair .head{fill:var(--head)}.pair.dropped{opacity:.35}
.key{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:12.5px;color:var(--soft);margin-top:8px}
.key i{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px;background:var(--head)}.key .k-base{background:none;border:2px solid var(--base)}.key .k-dot{background:var(--base)}.key .k-band{border-radius:2px;width:16px;background:var(--band);border:1px solid var(--line)}.key .k-line{border-radius:2px;width:16px;height:3px;background:var(--calm);vertical-align:middle}
code,pre{font:12.5px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
code.statement{display:block;background:var(--wash);border-radius:6px;padding:7px 10px;margin-top:6px;font-weight:400;white-space:pre-wrap;overflow-wrap:anywhere}
.cause{margin-top:14px}.cause .chip{font-weight:500;font-size:12px}.cause .note{margin-top:4px}
ins{background:var(--ins);text-decoration:none;border-radius:2px}del{background:var(--del);border-radius:2px}
details{margin-top:16px}
summary{cursor:pointer;color:var(--soft);font-size:13.5px}
summary:hover{color:var(--ink)}
details[open]>summary{margin-bottom:10px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 20px;margin:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre{background:var(--wash);border-radius:8px;padding:12px 14px;margin:10px 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
.only-small{display:none}
table.narrow{width:auto;min-width:min(100%,520px)}table.narrow td{padding-top:5px;padding-bottom:5px}table.narrow td+td,table.narrow th+th{padding-left:28px}
.raw td,.raw th{font-size:12px;padding:3px 10px 3px 0;white-space:nowrap}
footer{color:var(--soft);font-size:12.5px;padding-top:26px;padding-bottom:44px}
@media screen and (min-width:761px) and (max-width:1240px){td.plot{width:262px}.ratio{width:250px}}
@media screen and (max-width:760px){
main,header.page,footer{padding-left:14px;padding-right:14px}
.verdict{padding:16px 18px}.verdict h1{font-size:20px}.card{padding:14px 16px}
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}
table.flow thead{display:none}
table.flow tr{display:grid;grid-template-columns:repeat(3,1fr);gap:2px 12px;border-top:1px solid var(--line);padding:10px 0}
table.flow tbody tr:first-child{border-top:0}
table.flow td,table.flow .num+td:not(.num,.plot){border:0;padding:0;text-align:left;white-space:normal}
table.flow td[data-label]::before{content:attr(data-label);display:block;font-size:11px;color:var(--soft);font-weight:400}
table.flow td.name,table.flow td.plot,table.flow td.wide{grid-column:1/-1;width:auto}
.ratio{width:100%}.only-small{display:block;margin-top:8px}
}
@media print{
:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#111;--soft:#444;--line:#ccc;--wash:#f4f4f4;--bad:#a32020;--good:#146c46;--unsure:#7a5200;--calm:#444;--head:#2f5bd3;--base:#777;--band:#e8e8ee;--ins:#e3f4e9;--del:#fbe6e4}
body{font-size:11px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,header.page,footer{max-width:none;padding:0}
.card,.verdict,figure,tr{break-inside:avoid}.card.long{break-inside:auto}
h2,h3{break-after:avoid}
td small,.note,th,.chip,figcaption,summary,.key,h3{font-size:9px}.chip{line-height:15px}
.scroll{overflow:visible}td,th{padding-right:8px}td.plot{width:190px}.ratio{width:180px}td.name{min-width:90px}td.stored,td.wide{min-width:80px}
.verdict{padding:12px 16px}.verdict h1{font-size:18px}.card{padding:12px 14px}code.statement,pre{font-size:9px}
}
`
