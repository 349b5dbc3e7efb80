// An event as it is: what the log added, its payload as a tree, what was redacted in it, and its digest.
import { html, useEffect, useRef, useState } from './html.js';
import { useReading } from './reading.js';
import { change, pathOf, toArtifact, toTask } from './links.js';
import { number, recorder } from './format.js';
import { Copy, Facts, Read, Time } from './parts.js';

const SHOWN = 200;
const OPEN_TO = 3;
const MARK = /\[(REDACTED|DROPPED):([^\]]+)\]/;

/** @param {{run: string, id: string}} properties */
export function EventPanel({ run, id }) {
  const reading = useReading(pathOf(run, 'events', id));
  const title = useRef();
  useEffect(() => title.current?.scrollIntoView({ block: 'nearest' }), [id]);
  return html`<section class="panel" aria-labelledby="event-title">
    <div class="head">
      <h2 id="event-title" ref=${title}>${reading.data?.event_type || 'Event'}</h2>
      <button type="button" class="quiet" onClick=${() => change({ event: '' })}>Close</button>
    </div>
    <${Read} of=${reading} what="the event">${(event) => html`<${Shown} event=${event} />`}<//>
  </section>`;
}

function Shown({ event }) {
  const subject = event.subject_kind === 'artifact' ? html`<a href=${toArtifact(event.run_id, event.subject_id)}>${event.subject_id}</a>` : event.subject_id;
  return html`
    <${Facts}
      of=${[
        ['Occurred', html`<${Time} at=${event.occurred_at} />`],
        ['On the log', html`<code>${event.position}</code>`],
        ['Task', event.task_id && html`<a href=${toTask(event.run_id, event.task_id)}>${event.task_id}</a>`],
        ['Producer', event.producer],
        ['Actor', event.actor],
        ['Recorded by', event.recorded_by && recorder(event)],
        ['About', event.subject_kind && html`${event.subject_kind} ${subject}`],
        ['Correlation', event.correlation_id],
        ['Caused by', event.causation_id],
        ['Event id', html`<${Copy} text=${event.event_id} label="the event's id" />`],
        ['Digest', html`<${Copy} text=${event.payload_digest} label="the payload's BLAKE3 digest" short=${16} /> <span class="hint">BLAKE3 of the payload in canonical form</span>`],
      ]}
    />
    ${event.redactions.length > 0 &&
    html`<p class="note redactions">Redacted or dropped before it was stored: ${event.redactions.map((pointer) => html`<code>${pointer}</code> `)}</p>`}
    ${event.content_kept?.length > 0 && html`<p class="note">Prompts or outputs kept in debug mode: ${event.content_kept.map((pointer) => html`<code>${pointer}</code> `)}</p>`}
    <h3>Payload</h3>
    <div class="payload"><${Tree} value=${event.payload} depth=${0} /></div>
  `;
}

/** JSON as a tree that opens; what is deep or long is drawn when it is asked for. */
export function Tree({ value, depth = 0 }) {
  if (value === null || typeof value !== 'object') return html`<${Leaf} value=${value} />`;
  const list = Array.isArray(value);
  const entries = Object.entries(value);
  if (!entries.length) return html`<span class="punctuation">${list ? '[]' : '{}'}</span>`;
  return html`<${Branch} entries=${entries} list=${list} depth=${depth} />`;
}

function Branch({ entries, list, depth }) {
  const [open, setOpen] = useState(depth < OPEN_TO && entries.length <= SHOWN);
  const [most, setMost] = useState(SHOWN);
  return html`<details open=${open} onToggle=${(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}>
    <summary><span class="punctuation">${list ? `[ ${number(entries.length)} ]` : `{ ${number(entries.length)} }`}</span></summary>
    ${open &&
    html`<ul>
      ${entries.slice(0, most).map(([name, value]) => html`<li key=${name}><span class="name">${name}</span> <${Tree} value=${value} depth=${depth + 1} /></li>`)}
      ${entries.length > most && html`<li><button type="button" class="quiet" onClick=${() => setMost(most + SHOWN)}>${number(entries.length - most)} more</button></li>`}
    </ul>`}
  </details>`;
}

function Leaf({ value }) {
  if (typeof value !== 'string') return html`<span class="literal">${String(value)}</span>`;
  const parts = value.split(new RegExp(MARK, 'g'));
  if (parts.length === 1) return html`<span class="text">${value}</span>`;
  // A split by two groups gives text, word, rule, text, and so on.
  return html`<span class="text">${parts.map((part, i) => {
    if (i % 3 === 0) return part;
    return i % 3 === 1 ? html`<mark class="redacted" title="by rule ${parts[i + 1]}">${part === 'DROPPED' ? 'dropped' : 'redacted'}: ${parts[i + 1]}</mark>` : null;
  })}</span>`;
}
