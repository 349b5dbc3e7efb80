// The runs, newest first, as they come.
import { html, useCallback, useEffect, useState } from './html.js';
import { get } from './api.js';
import { useNews, useReading, useSettled } from './reading.js';
import { change, toRun, toRuns, withParams } from './links.js';
import { duration, number } from './format.js';
import { Empty, Failure, Read, Status, Time, useTitle } from './parts.js';
import { Sparkline, useRate } from './sparkline.js';

const STATUSES = ['running', 'succeeded', 'failed', 'cancelled', 'unknown'];
const WITHIN = { '1h': ['last hour', 1], '24h': ['last 24 hours', 24], '7d': ['last 7 days', 24 * 7], '30d': ['last 30 days', 24 * 30] };
const PAGE = 50;

/** The API's question for what the page's address asks. */
function question(params, now) {
  const hours = WITHIN[params.within]?.[1];
  return {
    run_id_prefix: params.q,
    status: params.status,
    event_type: params.type,
    since: hours ? new Date(Math.floor(now / 60_000) * 60_000 - hours * 3_600_000).toISOString() : instant(params.since),
    until: hours ? undefined : instant(params.until),
    limit: PAGE,
  };
}

/** The text of a field of the browser as the API's time; nothing if it is none. */
function instant(local) {
  const at = local ? new Date(local) : undefined;
  return at && !isNaN(at) ? at.toISOString() : undefined;
}

export function Runs({ params }) {
  useTitle('Runs');
  const [now] = useState(Date.now);
  const asked = question(params, now);
  const path = withParams('/runs', asked);
  const reading = useReading(path, { every: 15_000 });
  const rate = useRate();
  useNews({}, () => {
    reading.reload();
    rate.reload();
  });
  const filtered = Boolean(params.q || params.status || params.type || params.within || params.since || params.until);

  return html`
    <div class="head">
      <h1>Runs</h1>
      <${Sparkline} reading=${rate} />
    </div>
    <${Filters} params=${params} filtered=${filtered} />
    <${Read} of=${reading} what="the runs" rows=${8}>
      ${(page) => html`<${Table} key=${path} first=${page} asked=${asked} filtered=${filtered} />`}
    <//>
  `;
}

function Filters({ params, filtered }) {
  const [typed, setTyped] = useState(params.q || '');
  const settled = useSettled(typed);
  const types = useReading('/types');
  useEffect(() => {
    if (settled !== (params.q || '')) change({ q: settled.trim() }, { replace: true });
  }, [settled]);
  useEffect(() => setTyped(params.q || ''), [params.q]);
  const set = (name) => (event) => change({ [name]: event.target.value });
  const custom = params.within === 'between';

  return html`<form class="filters" role="search" aria-label="Filter the runs" onSubmit=${(event) => event.preventDefault()}>
    <label class="wide">Id begins with
      <input type="search" name="q" value=${typed} placeholder="a run's id" autocomplete="off" spellcheck=${false} onInput=${(event) => setTyped(event.target.value)} />
    </label>
    <label>Status
      <select name="status" value=${params.status || ''} onChange=${set('status')}>
        <option value="">any</option>
        ${STATUSES.map((status) => html`<option value=${status}>${status}</option>`)}
      </select>
    </label>
    <label>Has events of type
      <select name="type" value=${params.type || ''} onChange=${set('type')}>
        <option value="">any</option>
        ${types.data?.event_types.map(({ type }) => html`<option value=${type}>${type}</option>`)}
      </select>
    </label>
    <label>Began
      <select name="within" value=${params.within || ''} onChange=${(event) => change({ within: event.target.value, since: '', until: '' })}>
        <option value="">any time</option>
        ${Object.entries(WITHIN).map(([key, [name]]) => html`<option value=${key}>${name}</option>`)}
        <option value="between">between …</option>
      </select>
    </label>
    ${custom &&
    html`<label>From <input type="datetime-local" name="since" value=${params.since || ''} onChange=${set('since')} /></label>
      <label>Until <input type="datetime-local" name="until" value=${params.until || ''} onChange=${set('until')} /></label>`}
    ${filtered && html`<a class="clear" href=${toRuns()}>Clear</a>`}
  </form>`;
}

function Table({ first, asked, filtered }) {
  const [more, setMore] = useState({ runs: [], next: undefined, begun: false });
  const [problem, setProblem] = useState();
  const next = more.begun ? more.next : first.next;
  const newest = new Set(first.runs.map((run) => run.run_id));
  const runs = [...first.runs, ...more.runs.filter((run) => !newest.has(run.run_id))];

  const goOn = useCallback(async () => {
    try {
      const page = await get(withParams('/runs', { ...asked, cursor: next }));
      setMore((last) => ({ runs: [...last.runs, ...page.runs], next: page.next, begun: true }));
      setProblem(undefined);
    } catch (failure) {
      setProblem(failure);
    }
  }, [next]);

  if (!runs.length && !next) return filtered ? html`<${NoneFound} />` : html`<${NoneYet} />`;
  return html`
    ${runs.length === 0 && html`<p class="note">None among the newest that were looked at.</p>`}
    <table class="rows runs">
      <caption class="unseen">Runs, newest first</caption>
      <thead>
        <tr><th scope="col">Status</th><th scope="col">Run</th><th scope="col">Started</th><th scope="col" class="end">Took</th><th scope="col" class="end">Events</th><th scope="col" class="end">Artifacts</th></tr>
      </thead>
      <tbody>${runs.map((run) => html`<${Row} key=${run.run_id} run=${run} />`)}</tbody>
    </table>
    ${problem && html`<${Failure} problem=${problem} retry=${goOn} />`}
    ${next && !problem && html`<p class="more"><button type="button" onClick=${goOn}>${runs.length ? 'Show older runs' : 'Look further back'}</button></p>`}
  `;
}

function Row({ run }) {
  return html`<tr>
    <td><${Status} of=${run.status} /></td>
    <td class="name"><a href=${toRun(run.run_id)}>${run.name || run.run_id}</a>${run.name && html`<code>${run.run_id}</code>`}</td>
    <td data-label="Started"><${Time} at=${run.started_at} /></td>
    <td class="end" data-label="Took">${duration(run.duration_ms)}</td>
    <td class="end" data-label="Events">${number(run.events)}</td>
    <td class="end" data-label="Artifacts">${number(run.artifacts)}</td>
  </tr>`;
}

function NoneFound() {
  return html`<${Empty} title="No run is like that">
    <p>Ids are searched from their beginning. Ask for less, or <a href=${toRuns()}>see all runs</a>.</p>
  <//>`;
}

function NoneYet() {
  return html`<${Empty} title="No runs yet">
    <p>A run is there with its first event. Write one, and it shows here at once:</p>
    <pre><code>curl ${location.origin}/events -H 'Content-Type: application/json' -d '{
  "run_id": "run-1", "event_type": "run.started", "producer": "me",
  "occurred_at": "${new Date().toISOString()}", "payload": {"name": "My first run"}}'</code></pre>
    <p>Or let <code>./runledger demo</code> record a real one.</p>
  <//>`;
}
