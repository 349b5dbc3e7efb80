// Making this node's views again from the log: beginning it, how far it is, and how it ended.
import { html, useEffect, useRef, useState } from './html.js';
import { post } from './api.js';
import { useReading } from './reading.js';
import { count, duration, number } from './format.js';
import { Facts, Failure, Refusal, Status, Time } from './parts.js';

const PATH = '/admin/replay';
/** In milliseconds. */
const IDLE = 1_000;
const RUNNING = 500;

export function Replaying() {
  const [every, setEvery] = useState(IDLE);
  const { data, problem, reload } = useReading(PATH, { every });
  const running = data?.state === 'running';
  useEffect(() => setEvery(running ? RUNNING : IDLE), [running]);
  if (!data && !problem) return null;
  if (!data && problem.status !== 404) return problem.isAway ? null : html`<${Failure} problem=${problem} retry=${reload} />`;

  return html`<section class="card" aria-labelledby="replay-title">
    <h2><span id="replay-title">Replay</span> ${data && html`<${Status} of=${data.state} />`}</h2>
    ${data && html`<${Progress} of=${data} />`}
    ${isOfNode(data, problem)
      ? !running && html`<p class="hint">Rebuilds this node's views from the log while they keep serving reads.</p><${Beginning} onBegun=${reload} />`
      : html`<p class="hint">A replay is of one node: open the console at a query node's own address to begin one, or run <code>./runledger replay --url</code> with it.</p>`}
  </section>`;
}

/** A node that was not asked to replay knows of no replay and says so; what is in front of the nodes knows of none either. */
const isOfNode = (data, problem) => Boolean(data) || problem.body.type?.startsWith('urn:runledger:');

function Progress({ of }) {
  const all = of.records + of.offsets_left;
  const done = all ? of.records / all : undefined; // nothing is known of it in its first moment
  return html`
    ${of.state === 'running' && html`<progress value=${done} max="1" aria-labelledby="replay-title"></progress>`}
    <${Facts}
      of=${[
        ['Began', html`<${Time} at=${of.started_at} />`],
        ['Records', number(of.records)],
        ['Speed', `${number(of.records_per_second)} records/s`],
        ['Took', duration(of.took_seconds * 1000)],
        ['Left', of.state === 'running' ? `${count(of.offsets_left, 'offset')}${of.seconds_left === undefined ? '' : `, about ${duration(of.seconds_left * 1000)}`}` : undefined],
        ['Failure', of.failure],
      ]}
    />
  `;
}

function Beginning({ onBegun }) {
  const dialog = useRef();
  const [state, setState] = useState({});
  const begin = async () => {
    setState({ busy: true });
    try {
      await post(PATH);
      setState({});
    } catch (problem) {
      setState({ problem });
    }
    dialog.current?.close();
    onBegun();
  };
  return html`
    <p class="more"><button type="button" onClick=${() => dialog.current.showModal()}>Replay the views …</button></p>
    <${Refusal} problem=${state.problem} />
    <dialog ref=${dialog} aria-labelledby="confirm-title">
      <h2 id="confirm-title">Replay the views of this node?</h2>
      <p>The whole log is read again, partition by partition. Reads continue and none fails; it takes much of the processor, and room for the views of one partition more, until it is done.</p>
      <div class="actions">
        <button type="button" class="primary" disabled=${state.busy} onClick=${begin}>${state.busy ? 'Asking …' : 'Begin the replay'}</button>
        <button type="button" onClick=${() => dialog.current.close()}>Cancel</button>
      </div>
    </dialog>
  `;
}
