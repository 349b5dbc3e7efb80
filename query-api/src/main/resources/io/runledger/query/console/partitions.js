// What became of each partition's offsets, and which nodes have the views of which partitions.
import { html } from './html.js';
import { count, number } from './format.js';

const COLUMNS = ['end', 'read', 'lag', 'applied', 'duplicates', 'rejected', 'erased', 'compacted'];

/** @param {{partitions: object[], nodes?: {self?: string, partitions: object[]}}} properties of all nodes, and as this one knows them */
export function Partitions({ partitions, nodes }) {
  const several = Boolean(nodes?.self);
  const placed = Object.fromEntries((nodes?.partitions || []).map((each) => [each.partition, each]));
  return html`
    ${several ? html`<${Nodes} nodes=${nodes} />` : html`<p class="hint">One node has the views of all partitions.</p>`}
    <div class="wide-table" tabindex="0" role="region" aria-label="Offsets by partition">
      <table class="figures">
        <caption class="unseen">What became of each partition's offsets</caption>
        <thead><tr><th scope="col">Partition</th>${several && html`<th scope="col">Node</th><th scope="col">Standbys</th>`}${COLUMNS.map((name) => html`<th scope="col" class="end">${name}</th>`)}</tr></thead>
        <tbody>
          ${partitions.map(
            (each) => html`<tr key=${each.partition}>
              <th scope="row">${each.partition}</th>
              ${several && html`<td>${placed[each.partition]?.owner || 'none'}</td><td>${placed[each.partition]?.standbys.join(', ') || '–'}</td>`}
              ${COLUMNS.map((name) => html`<td class="end">${each[name] === undefined ? '–' : number(each[name])}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function Nodes({ nodes }) {
  const names = [...new Set([nodes.self, ...nodes.partitions.flatMap(({ owner, standbys }) => [owner, ...standbys])])].filter(Boolean).sort();
  const orphans = nodes.partitions.filter(({ owner }) => !owner).map(({ partition }) => partition);
  const of = (has) => nodes.partitions.filter(has).map(({ partition }) => partition);
  return html`
    <table class="rows nodes">
      <caption class="unseen">Nodes</caption>
      <thead><tr><th scope="col">Node</th><th scope="col">Has the partitions</th><th scope="col">Stands by for</th></tr></thead>
      <tbody>
        ${names.map(
          (name) => html`<tr key=${name}>
            <td class="name"><code>${name}</code>${name === nodes.self && html` <span class="hint">this node</span>`}</td>
            <td data-label="Has">${listed(of(({ owner }) => owner === name))}</td>
            <td data-label="Stands by for">${listed(of(({ standbys }) => standbys.includes(name)))}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    ${orphans.length > 0 &&
    html`<div class="refusal" role="alert"><strong>No node has ${count(orphans.length, 'partition')}</strong><p>${listed(orphans)}: a node may be away. What was copied is read from its standbys; start it again, or wait until the others have taken over.</p></div>`}
  `;
}

/** Numbers in their order, those that follow each other as one. */
function listed(numbers) {
  const spans = [];
  for (const each of numbers) {
    const last = spans.at(-1);
    if (last && last[1] === each - 1) last[1] = each;
    else spans.push([each, each]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ') || '–';
}
