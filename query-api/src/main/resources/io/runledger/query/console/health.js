// How the ledger is: whether answers are current, what became of the log, and what was rejected.
import { html } from './html.js';
import { useReading } from './reading.js';
import { count, number, sentence } from './format.js';
import { Read, Status, useTitle } from './parts.js';
import { Partitions } from './partitions.js';
import { Rejects } from './rejects.js';
import { Replaying } from './replaying.js';

const OFTEN = { every: 2_000 };

export function Health({ params }) {
  useTitle('Health');
  const positions = useReading('/positions', OFTEN);
  const nodes = useReading('/nodes', { every: 5_000 });
  return html`
    <h1>Health</h1>
    <${Summary} positions=${positions.data} />
    <${Replaying} />
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
  const state = ({ data, problem }) => (problem ? (problem.status ? problem.body : { status: 'no answer' }) : data || {});
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
    ${reason && html`<div class="refusal" role="alert"><strong>${state(health).status === 'failed' ? 'This process must be started anew' : 'Answers may not be current'}</strong><p>${sentence(reason)}</p></div>`}
    ${(state(ready).warnings || []).map((warning) => html`<div class="refusal" role="alert"><strong>The log is not mended</strong><p>${sentence(warning)}</p></div>`)}
    ${(positions?.set_aside || []).length > 0 && html`<${SetAside} partitions=${positions.set_aside} />`}
    ${state(health).debug_content && html`<p class="note">Prompts and raw model outputs are stored here: the ledger runs in debug mode.</p>`}
  `;
}

/** What the mender cannot do: of each partition the first. */
function SetAside({ partitions }) {
  return html`
    <div class="refusal" role="alert">
      <strong>${count(partitions.reduce((sum, each) => sum + each.count, 0), 'thing')} that cannot be mended</strong>
      <ul>
        ${partitions.flatMap((each) => each.first.map((one) => html`<li key=${`${each.partition}/${one.subject}`}>partition ${each.partition}, ${one.task} <code>${one.subject}</code>: ${one.why}</li>`))}
      </ul>
    </div>
  `;
}
