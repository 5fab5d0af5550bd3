/** What the causes, flame graphs and tables of evidence add to the page's style sheet. */
export const insideStyle = `
:root{--z:#e6e3db;--m1:#f7dcd6;--m2:#f3bcb2;--m3:#ec9a8d;--m4:#e57a6b;--l1:#d8e4f4;--l2:#b5cdee;--l3:#8fb4e6;--l4:#6b9ade;--box:#1b2130;--edge:#fff}
@media (prefers-color-scheme:dark){:root{--z:#313a49;--m1:#4b3236;--m2:#6d3a3b;--m3:#944540;--m4:#bb5148;--l1:#2a3d5c;--l2:#2c4b7b;--l3:#2d5ba3;--l4:#326bcb;--box:#f1f3f8;--edge:#191e28}}
.again{border-left:3px solid var(--unsure);padding-left:10px}
ol.causes{margin:0;padding-left:24px}
ol.causes li{padding:4px 0 6px 4px}ol.causes li::marker{font-weight:650;color:var(--soft)}
div.causes .chips{margin-top:4px;align-items:center}
ol.causes+.note,details+.note{margin-top:10px}
.scroll+.scroll,.sides+.scroll,.scroll+.note{margin-top:14px}
ol.causes p{overflow-wrap:anywhere}ol.causes .chips{margin-top:4px;align-items:center}
ol.causes details{margin-top:6px}ol.causes pre{font-size:12px}
.chip.touched{--tone:var(--head);margin-left:6px;font-weight:500;font-size:11.5px;line-height:19px}
.chips .chip.touched{margin-left:0}
.flame{margin-top:4px}
.flame .bar{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-bottom:8px}
.flame .bar[hidden]{display:none}
.flame input,.flame button{font:inherit;font-size:13px;color:var(--ink);background:var(--wash);border:1px solid var(--line);border-radius:6px;padding:3px 9px}
.flame input{width:min(260px,100%)}.flame button{cursor:pointer}.flame button:disabled{opacity:.45;cursor:default}
.flame input:focus-visible,.flame button:focus-visible,.graph:focus-visible{outline:2px solid var(--head);outline-offset:2px}
.flame .found{color:var(--soft);font-size:12.5px}
.graph{overflow:hidden;border-radius:4px}
.graph svg{cursor:pointer}
.graph rect{stroke:var(--edge);stroke-width:1}
.graph text{font-size:11.5px;fill:var(--box);pointer-events:none}
.graph .z rect{fill:var(--z)}
.graph .m1 rect{fill:var(--m1)}.graph .m2 rect{fill:var(--m2)}.graph .m3 rect{fill:var(--m3)}.graph .m4 rect{fill:var(--m4)}
.graph .l1 rect{fill:var(--l1)}.graph .l2 rect{fill:var(--l2)}.graph .l3 rect{fill:var(--l3)}.graph .l4 rect{fill:var(--l4)}
.graph .touched rect{stroke:var(--head);stroke-width:3}
.graph .touched text{font-weight:650}
.graph .miss{opacity:.28}.graph .hit rect{stroke:var(--ink);stroke-width:2.5}
.graph .current rect,.graph svg:hover rect{stroke:var(--ink);stroke-width:2.5}
.flame .under{min-height:3em;margin-top:6px;font-size:12.5px;color:var(--soft);overflow-wrap:anywhere}
.flame .key{margin-top:0;font-weight:400}
.flame .key i{width:12px;height:12px;border-radius:2px;vertical-align:-1px;margin-right:3px}.flame .key i:last-of-type{margin-right:6px}
.key .z{background:var(--z)}.key .m2{background:var(--m2)}.key .m4{background:var(--m4)}.key .l2{background:var(--l2)}.key .l4{background:var(--l4)}
.key .touched{background:var(--card);border:2px solid var(--head)}
td.name code{overflow-wrap:anywhere}
.delta{width:130px;height:14px}.delta .zero{stroke-dasharray:none;stroke:var(--line)}
.delta rect{fill:var(--soft)}.delta.more rect{fill:var(--m4)}.delta.less rect{fill:var(--l4)}.delta.noise rect{fill:var(--z)}
.statements td.name{width:52%}.statements .chip{margin-bottom:2px}.statements td.differs{font-weight:640;color:var(--tone)}
.planned{margin-top:12px}
table.plan{table-layout:fixed;min-width:620px;margin-top:8px}
table.plan td{border:0;padding:1px 10px 1px 0;font:12px/1.55 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere;border-left:3px solid transparent}
table.plan td.gone{background:var(--del);border-left-color:var(--bad)}table.plan td.new{background:var(--ins);border-left-color:var(--good)}
table.plan td.none{background:var(--wash)}
table.plan ins,table.plan del{background:none;text-decoration:none}
${Array.from({ length: 13 }, (_, depth) => `td.d${depth}{text-indent:0}table.plan td.d${depth}{padding-left:${8 + depth * 14}px}`).join('\n')}
.sides{display:flex;flex-wrap:wrap;gap:18px 48px}.sides>.scroll{flex:1 1 380px}
.sides table.narrow{width:100%;min-width:0}
.meter{width:120px;height:12px}.meter .room{fill:var(--wash)}.meter .used{fill:var(--base)}.meter .full{fill:var(--m4)}.meter line{stroke:var(--ink);stroke-width:1.5}
tr.first td{font-weight:620}
@media screen and (max-width:760px){
table.flow.statements tr{grid-template-columns:repeat(2,1fr)}
.statements td.name{width:auto}
.graph text{font-size:11px}
}
@media print{.flame .bar{display:none}.graph,.delta,.meter{break-inside:avoid}}
`
