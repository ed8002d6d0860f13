"""The report's style sheet."""

from typing import Final

from app.signals.report.drawing import TOKENS


def _variables(place: int) -> str:
    return ";".join(f"--{name}:{colours[place]}" for name, colours in TOKENS.items())


_COLOURS: Final = f"""
:root{{color-scheme:light dark;{_variables(0)}}}
@media (prefers-color-scheme:dark){{:root{{{_variables(1)}}}}}
"""

_RULES: Final = """
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/22px system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:992px;margin:0 auto;padding:32px 16px 64px}
h1{font-size:28px;line-height:34px;margin:0 0 4px;letter-spacing:-.01em}
h2{font-size:22px;line-height:28px;margin:44px 0 4px;letter-spacing:-.01em}
h3{font-size:16px;line-height:22px;margin:0}
p{margin:0 0 10px}
a{color:inherit;text-underline-offset:3px}
a:focus-visible,summary:focus-visible,.wide:focus-visible{outline:2px solid var(--buy);outline-offset:2px}
.lead{font-size:17px;line-height:25px;max-width:44em}
.note,.meta,.purpose{color:var(--ink-2);font-size:13px;line-height:19px}
.note{margin:2px 0 12px;overflow-wrap:anywhere}
.purpose,.meta{margin:0}
.serial{margin:0 0 2px;font:12px/18px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--ink-2);
overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:14px 0 0;padding:0;font-size:14px}
.card{background:var(--card);border-radius:14px;padding:16px;margin:12px 0 0;min-width:0}
.grid{display:grid;grid-template-columns:minmax(0,1fr);gap:12px;margin-top:12px}
.grid .card{margin:0}
.stack{display:grid;gap:12px;align-content:start;min-width:0}
.all{grid-column:1/-1}
.top{display:flex;justify-content:space-between;align-items:baseline;gap:12px}
.aside{font-size:14px;font-weight:600;white-space:nowrap}
svg{display:block;width:100%;height:auto;overflow:visible;font-family:inherit}
svg *{stroke-linejoin:round;stroke-linecap:butt}
.big{font-size:44px;line-height:48px;font-weight:700;letter-spacing:-.02em}
.ends{display:flex;justify-content:space-between;align-items:flex-end;gap:12px;margin:2px 0 14px}
.ends .meta{text-align:right}
.ends b{display:block;color:var(--ink);font-size:15px}
.verdict{border-top:1px solid var(--line);margin:14px 0 0;padding-top:12px}
.won{color:var(--won)}.lost{color:var(--lost)}
.model{display:grid;grid-template-columns:72px minmax(0,1fr);gap:6px 12px;padding:14px 0;
border-bottom:1px solid var(--line);align-items:center}
.model>.who,.model>.said{grid-column:1/-1}
.model:first-child{padding-top:0}
.model .rate{font-size:20px;font-weight:700}
.model b{font-weight:600}
.model.axis{border:0;padding:4px 0 0}
.model.axis svg{grid-column:2}
.axis text{font-size:14px!important}
.axis+.note{margin:12px 0 0}
.meta span{display:inline-block;margin-right:12px}
.meta span:last-child{margin-right:0}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;margin:12px 0 0;padding:0;font-size:13px;
color:var(--ink-2)}
.mark{display:inline-block;width:18px;margin-right:6px;vertical-align:middle;border-top:2px solid var(--ink)}
.mark.buy{border-color:var(--buy)}
.mark.dashed{border-top:2px dashed var(--ink-2)}
.mark.band{border:0;height:10px;background:var(--line)}
.mark.fall{border:0;height:10px;background:var(--lost)}
.mark.hatch{border:1px dashed var(--lost);height:10px}
dl{margin:0}dl>div{break-inside:avoid;padding-bottom:14px}dt{font-weight:600}dd{margin:2px 0 0}
.prose{padding-bottom:2px}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:20px}
caption{text-align:left;color:var(--ink-2);font-size:13px;padding-bottom:6px}
th,td{text-align:right;padding:6px 0 6px 12px;border-bottom:1px solid var(--line);white-space:nowrap;font-weight:400}
tbody tr:last-child>*{border-bottom:0}
th:first-child{text-align:left;padding-left:0}
.grid th:first-child{white-space:normal}
thead th{color:var(--ink-2);font-size:13px}
.grid td{font-weight:600}
.grid details td{font-weight:400}
td.won,td.lost,td.ink,td.ink-2{white-space:normal}
.code{font:12px/20px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
details{margin-top:6px;font-size:14px}
summary{cursor:pointer;color:var(--ink-2);font-size:13px;padding:4px 0}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (min-width:720px){
main{padding:48px 24px 80px}
.card{padding:20px}
.grid{grid-template-columns:repeat(2,minmax(0,1fr))}
.model{grid-template-columns:minmax(0,1fr) 66px minmax(0,1.35fr) minmax(0,1.3fr);gap:0 16px}
.model>.who,.model>.said{grid-column:auto}
.model.axis svg{grid-column:3}
.prose{padding-bottom:6px}
.prose dl{columns:2;column-gap:40px}
}
@media print{.card{break-inside:avoid}}
"""

STYLE: Final = _COLOURS + _RULES
