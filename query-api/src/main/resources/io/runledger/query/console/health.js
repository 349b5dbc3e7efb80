// How the ledger is: whether answers are current, what became of the log, and what was rejected.
import { html, useState } from './html.js';
import { post } from './api.js';
import { useReading } from './reading.js';
import { change, withParams } from './links.js';
import { bytes, count, duration, number } from './format.js';
import { Empty, Facts, Failure, Read, Refusal, Status, Time, useTitle } from './parts.js';

const OFTEN = { every: 2_000 };

export function Health({ params }) {
  useTitle('Health');
  const positions = useReading('/positions', OFTEN);
  const nodes = useReading('/nodes', { every: 5_000 });
  return html`
    <h1>Health</h1>
    <${Summary} positions=${positions.data} />
    <${Replay} />
    <section aria-labelledby="rejects-title">
      <h2 id="rejects-title">Rejected records</h2>
      <${Rejects} params=${params} reasons=${positions.data?.rejected_by_reason || {}} />
    </section>
    <section aria-labelledby="partitions-title">
      <h2 id="partitions-title">Partitions and nodes</h2>
      <${Read} of=${positions} what="the positions" rows=${8}>${(data) => html`<${Partitions} partitions=${data.partitions} nodes=${nodes.data} />`}<//>
    </section>
  `;
}

function Summary({ positions }) {
  const ready = useReading('/ready', OFTEN);
  const health = useReading('/health', OFTEN);
  const state = (reading) => reading.data || reading.problem?.body || {};
  const total = positions?.total;
  const reason = state(health).reason || state(ready).reason;
  return html`
    <div class="tiles">
      <div class="tile"><span>Process</span><strong><${Status} of=${state(health).status || '…'} /></strong></div>
      <div class="tile"><span>Reads</span><strong><${Status} of=${state(ready).status || '…'} /></strong></div>
      <div class="tile"><span>Behind the log</span><strong>${total ? (total.lag === undefined ? 'unknown' : number(total.lag)) : '…'}</strong></div>
      <div class="tile"><span>Applied</span><strong>${total ? number(total.applied) : '…'}</strong></div>
      <div class="tile"><span>Rejected</span><strong>${total ? number(total.rejected) : '…'}</strong></div>
    </div>
    ${reason && html`<div class="refusal" role="alert"><strong>${state(health).status === 'failed' ? 'This process must be started anew' : 'Answers may not be current'}</strong><p>${reason}</p></div>`}
    ${state(health).debug_content && html`<p class="note">Prompts and raw model outputs are stored here: the ledger runs in debug mode.</p>`}
  `;
}

/** Behind a proxy the operators' paths are not there; a node that was not asked to replay knows of none. */
function Replay() {
  const { data, problem } = useReading('/admin/replay', OFTEN);
  if (!data) return problem && problem.status !== 404 && !problem.isAway ? html`<${Failure} problem=${problem} />` : null;
  const done = data.records + data.offsets_left ? data.records / (data.records + data.offsets_left) : 1;
  return html`<section class="card" aria-labelledby="replay-title">
    <h2 id="replay-title">Replay <${Status} of=${data.state} /></h2>
    ${data.state === 'running' && html`<progress value=${done} max="1" aria-labelledby="replay-title">${Math.round(done * 100)} %</progress>`}
    <${Facts}
      of=${[
        ['Began', html`<${Time} at=${data.started_at} />`],
        ['Records', number(data.records)],
        ['Speed', `${number(data.records_per_second)} records/s`],
        ['Took', duration(data.took_seconds * 1000)],
        ['Left', data.state === 'running' ? `${count(data.offsets_left, 'offset')}${data.seconds_left === undefined ? '' : `, about ${duration(data.seconds_left * 1000)}`}` : undefined],
        ['Failure', data.failure],
      ]}
    />
  </section>`;
}

function Rejects({ params, reasons }) {
  const [cursor, setCursor] = useState();
  const reading = useReading(withParams('/rejects', { reason: params.reason, limit: 50, cursor }), { every: 5_000 });
  const known = Object.entries(reasons);
  return html`
    ${(known.length > 0 || params.reason) &&
    html`<div class="choices" role="group" aria-label="Rejects by reason">
      <button type="button" aria-pressed=${params.reason ? 'false' : 'true'} onClick=${() => (setCursor(), change({ reason: '' }))}>all</button>
      ${known.map(([reason, records]) => html`<button type="button" aria-pressed=${params.reason === reason ? 'true' : 'false'} onClick=${() => (setCursor(), change({ reason }))}>${reason} ${number(records)}</button>`)}
    </div>`}
    <${Read} of=${reading} what="the rejected records">
      ${(page) =>
        page.rejects.length
          ? html`<ul class="rejects">${page.rejects.map((reject) => html`<${Reject} key=${reject.position} reject=${reject} onDone=${reading.reload} />`)}</ul>
              <p class="more">
                ${cursor && html`<button type="button" onClick=${() => setCursor()}>Newest</button>`}
                ${page.next && html`<button type="button" onClick=${() => setCursor(page.next)}>Older ones</button>`}
              </p>`
          : html`<${Empty} title="Nothing was rejected"><p>Records whose bytes, contract, digest, key or partition are wrong are listed here, with the reason.</p><//>`}
    <//>
  `;
}

function Reject({ reject, onDone }) {
  const [state, setState] = useState({});
  const redrive = async () => {
    setState({ busy: true });
    try {
      const { position } = await post(`/rejects/${reject.partition}/${reject.offset}/redrive`, {});
      setState({ position });
      onDone();
    } catch (problem) {
      setState({ problem });
    }
  };
  return html`<li class="card">
    <div class="head">
      <p><strong>${reject.reason}</strong> at <code>${reject.position}</code>, <${Time} at=${reject.created_at} /></p>
      <button type="button" disabled=${state.busy} onClick=${redrive} aria-label="Redrive ${reject.position}">${state.busy ? 'Sending …' : 'Redrive'}</button>
    </div>
    <p>${reject.detail}</p>
    <p class="hint">Key <code>${reject.key}</code>${reject.size_bytes !== undefined && `, ${bytes(reject.size_bytes)}`}</p>
    ${reject.excerpt && html`<details><summary>First bytes</summary><pre>${reject.excerpt}</pre></details>`}
    <p role="status">${state.position && `It was accepted, at ${state.position}.`}</p>
    <${Refusal} problem=${state.problem} />
  </li>`;
}

function Partitions({ partitions, nodes }) {
  const placed = Object.fromEntries((nodes?.partitions || []).map((each) => [each.partition, each]));
  const several = Boolean(nodes?.self);
  const columns = ['end', 'read', 'lag', 'applied', 'duplicates', 'rejected', 'erased', 'compacted'];
  return html`
    <p class="hint">${several ? `This is ${nodes.self}.` : 'One node has the views of all partitions.'}</p>
    <div class="wide-table" tabindex="0" role="region" aria-label="Offsets by partition">
      <table class="figures">
        <caption class="unseen">What became of each partition's offsets</caption>
        <thead><tr><th scope="col">Partition</th>${several && html`<th scope="col">Node</th><th scope="col">Standbys</th>`}${columns.map((name) => html`<th scope="col" class="end">${name}</th>`)}</tr></thead>
        <tbody>
          ${partitions.map(
            (each) => html`<tr key=${each.partition}>
              <th scope="row">${each.partition}</th>
              ${several && html`<td>${placed[each.partition]?.owner || 'none'}</td><td>${placed[each.partition]?.standbys.join(', ') || '–'}</td>`}
              ${columns.map((name) => html`<td class="end">${each[name] === undefined ? '–' : number(each[name])}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}
