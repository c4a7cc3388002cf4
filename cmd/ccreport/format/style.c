/* style: the report's style sheet; see style.h. Colours: a categorical set that
 * stays apart for colour-blind readers, checked on both backgrounds. */
#include "cmd/ccreport/format/style.h"

#include <stddef.h>

const char *const report_style[] = {
":root{color-scheme:light dark;--bg:#fff;--ink:#1b1f24;--soft:#57606a;"
"--line:#d9dee3;--card:#f6f8fa;--good:#116329;--bad:#a40e26;--target:#a40e26;"
"--c0:#0b6bcb;--c1:#d1730a;--c2:#2a8a5a;--c3:#a63e8c;--c4:#7a5cd0;"
"--c5:#8c6d1f;--c6:#3a8fa3;--c7:#5f6b76}\n",
"@media (prefers-color-scheme:dark){:root{--bg:#0f1419;--ink:#e6edf3;"
"--soft:#9aa7b3;--line:#2d363f;--card:#171d24;--good:#56c271;--bad:#ff8088;"
"--target:#ff8088;--c0:#5aa9ff;--c1:#f2a14a;--c2:#5fc796;--c3:#e08bc9;"
"--c4:#ab95f5;--c5:#d3b45c;--c6:#6ec5d8;--c7:#a3afba}}\n",
"*{box-sizing:border-box}\n",
"html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n",
"body{margin:0;background:var(--bg);color:var(--ink);"
"font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"DejaVu Sans\","
"sans-serif}\n",
"main,header,footer{max-width:1088px;margin:0 auto;padding:0 24px}\n",
"header{padding-top:36px}\n",
"h1{font-size:32px;line-height:1.2;letter-spacing:-.01em;margin:0 0 6px}\n",
"header p{color:var(--soft);margin:0}\n",
"h2{font-size:22px;line-height:1.3;letter-spacing:-.005em;"
"margin:52px 0 10px;padding-top:18px;border-top:2px solid var(--line)}\n",
"h3,figcaption{font-size:16px;line-height:1.4;font-weight:600;"
"margin:26px 0 0}\n",
"p.note,p.desc{color:var(--soft);max-width:80ch;margin:4px 0 14px}\n",
"p.desc{font-size:14px;margin:2px 0 8px}\n",
"nav{margin:18px 0 0;display:flex;flex-wrap:wrap;gap:6px 20px}\n",
"a{color:var(--c0);text-underline-offset:3px}\n",
"nav a{white-space:nowrap;padding:4px 0}\n",
"ul.short{font-size:17px;max-width:80ch;margin:10px 0;padding-left:20px}\n",
"ul.short li{margin:6px 0}\n",
"dl.figures{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));"
"gap:12px;margin:8px 0 0}\n",
"dl.figures div{background:var(--card);border:1px solid var(--line);"
"border-radius:8px;padding:12px 16px;display:grid;grid-row:span 4;"
"grid-template-rows:subgrid;row-gap:0}\n",
"dl.figures dt{color:var(--soft);font-size:14px}\n",
"dl.figures dd{margin:0}\n",
"dd.value{font-size:30px;line-height:1.25;"
"font-variant-numeric:tabular-nums}\n",
"dd.basis{font-size:14px}\n",
"dd.basis span{display:block}\n",
"dd.definition{font-size:13px;line-height:1.45;color:var(--soft);"
"margin-top:6px}\n",
".good{color:var(--good)}\n",
".bad{color:var(--bad)}\n",
"figure{margin:26px 0;break-inside:avoid}\n",
"figure figcaption{margin:0}\n",
"div.scroll{overflow-x:auto}\n",
":focus-visible{outline:2px solid var(--c0);outline-offset:2px}\n",
"figure>div>svg{width:100%;min-width:800px;height:auto;display:block}\n",
"svg text{font-size:12px;fill:var(--ink);font-family:inherit}\n",
"svg .tick,svg .axis{fill:var(--soft)}\n",
"svg path{fill:none;stroke-width:1}\n",
"svg .grid{stroke:var(--line)}\n",
"svg .base{stroke:var(--soft)}\n",
"svg .target{stroke:var(--target);stroke-width:2;stroke-dasharray:6 4}\n",
"svg .none{fill:var(--card)}\n",
"svg .weak{fill:var(--bg);stroke:var(--c0);stroke-width:1.5}\n",
"svg .f0{fill:var(--c0)}\n",
"svg .f1{fill:var(--c1)}\n",
"svg .f2{fill:var(--c2)}\n",
"svg .f3{fill:var(--c3)}\n",
"svg .f4{fill:var(--c4)}\n",
"svg .f5{fill:var(--c5)}\n",
"svg .f6{fill:var(--c6)}\n",
"svg .f7{fill:var(--c7)}\n",
"svg path.s0{stroke:var(--c0)}\n",
"svg path.s1{stroke:var(--c1);stroke-dasharray:7 3}\n",
"svg path.s2{stroke:var(--c2);stroke-dasharray:2 3}\n",
"svg path.s3{stroke:var(--c3)}\n",
"svg path.s4{stroke:var(--c4)}\n",
"svg path.s5{stroke:var(--c5)}\n",
"svg path.s6{stroke:var(--c6)}\n",
"svg path.s7{stroke:var(--c7)}\n",
"svg path[class^=s]{stroke-width:2}\n",
"table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4;"
"font-variant-numeric:tabular-nums}\n",
"table.data{width:auto;min-width:50%}\n",
"th,td{padding:6px 10px;border-bottom:1px solid var(--line);"
"text-align:right;vertical-align:baseline;white-space:nowrap}\n",
"th:first-child,td:first-child{text-align:left}\n",
"td.t{text-align:left}\n",
"tbody th,thead th:first-child{position:sticky;left:0;z-index:1;"
"background:var(--bg)}\n",
"thead th{color:var(--soft);font-weight:600;vertical-align:bottom;"
"white-space:normal;border-bottom:2px solid var(--line)}\n",
"tbody th{font-weight:400;white-space:normal;overflow-wrap:anywhere;"
"min-width:8em;max-width:24em}\n",
"tbody tr:hover,tbody tr:hover th{background:var(--card)}\n",
"td.na{color:var(--soft)}\n",
"td.bar{position:relative;min-width:110px}\n",
"td.bar svg{position:absolute;right:4px;top:4px;width:calc(100% - 8px);"
"height:calc(100% - 8px);max-height:24px;opacity:.22;}\n",
"details{margin:6px 0;font-size:14px}\n",
"summary{cursor:pointer;color:var(--soft);padding:4px 0;width:fit-content}\n",
"dl.terms{columns:2;column-gap:32px;margin:8px 0}\n",
"dl.terms dt{font-weight:600;break-after:avoid}\n",
"dl.terms dd{margin:0 0 8px;color:var(--soft);break-inside:avoid}\n",
"footer{color:var(--soft);font-size:13px;padding:32px 24px 48px}\n",
"@media (max-width:900px){dl.figures{grid-template-columns:repeat(2,"
"minmax(0,1fr))}}\n",
"@media (max-width:560px){main,header,footer{padding-left:16px;"
"padding-right:16px}header{padding-top:24px}h1{font-size:26px}"
"dl.figures{gap:8px}dl.figures div{padding:10px 12px}"
"dd.value{font-size:24px}dl.terms{columns:1}dd.definition{font-size:12px}"
"th,td{padding:6px 7px}}\n",
"@media print{@page{size:A4;margin:14mm}:root{color-scheme:light;--bg:#fff;"
"--ink:#000;--soft:#444;--line:#bbb;--card:#fff;--good:#116329;"
"--bad:#a40e26;--target:#a40e26;--c0:#0b6bcb;--c1:#d1730a;--c2:#2a8a5a;"
"--c3:#a63e8c;--c4:#7a5cd0;--c5:#8c6d1f;--c6:#3a8fa3;--c7:#5f6b76}"
"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
"body{font-size:10.5pt}nav,details{display:none}h2{break-after:avoid;"
"margin-top:28px}h3{break-after:avoid}"
"dl.figures{grid-template-columns:repeat(4,minmax(0,1fr))}"
"dl.figures div{break-inside:avoid;padding:8px 10px}"
"dd.value{font-size:18pt}dd.definition{font-size:8pt}"
"div.scroll{overflow:visible}figure>div>svg{min-width:0}"
"table{font-size:8.5pt}th,td{padding:3px 6px}tr{break-inside:avoid}"
"thead{display:table-header-group}main,header,footer{max-width:none;"
"padding:0}footer{padding-top:10px}}\n",
NULL };
