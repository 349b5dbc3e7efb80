// Records that were rejected, by reason, and sending them again once their cause is mended.
import { html, useState } from './html.js';
import { post } from './api.js';
import { useReading } from './reading.js';
import { change, withParams } from './links.js';
import { bytes, number, sentence } from './format.js';
import { Empty, Read, Refusal, Time } from './parts.js';

/** @param {{params: {reason?: string}, reasons: Record<string, number>}} properties how many there are of each reason */
export function Rejects({ params, reasons }) {
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
          ? html`<p class="hint">Redrive sends a record again: it is accepted once its cause is mended, as when its schema has been registered since.</p>
              <ul class="rejects">${page.rejects.map((reject) => html`<${Reject} key=${reject.position} reject=${reject} onDone=${reading.reload} />`)}</ul>
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
      ${!state.position && html`<button type="button" disabled=${state.busy} onClick=${redrive} aria-label="Redrive ${reject.position}">${state.busy ? 'Sending …' : 'Redrive'}</button>`}
    </div>
    <p>${sentence(reject.detail)}</p>
    <p class="hint">Key <code>${reject.key}</code>${reject.size_bytes !== undefined && `, ${bytes(reject.size_bytes)}`}</p>
    ${reject.excerpt && html`<details><summary>First bytes</summary><pre>${reject.excerpt}</pre></details>`}
    <p class=${state.position && 'said'} role="status">${state.position && `Sent again and accepted, at ${state.position}.`}</p>
    <${Refusal} problem=${state.problem} />
  </li>`;
}
