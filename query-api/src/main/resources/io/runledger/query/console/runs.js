// The runs, newest first, as they come.
import { html, useEffect, useState } from './html.js';
import { useNews, useReading, useSettled } from './reading.js';
import { change, toRuns, withParams } from './links.js';
import { time } from './format.js';
import { Read, useTitle } from './parts.js';
import { PAGE, RunsTable } from './runs-table.js';
import { Sparkline, useRate } from './sparkline.js';

const STATUSES = ['running', 'stalled', 'succeeded', 'failed', 'cancelled', 'unknown'];
const WITHIN = { '1h': ['last hour', 1], '24h': ['last 24 hours', 24], '7d': ['last 7 days', 24 * 7], '30d': ['last 30 days', 24 * 30] };

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
      ${(page) => html`<${RunsTable} key=${path} first=${page} asked=${asked} filtered=${filtered} />`}
    <//>
    <${Export} since=${asked.since} />
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

/** What came to the ledger since a time; an export knows no other filter of this page. */
function Export({ since }) {
  return html`<p class="hint export">
    <a href=${withParams('/export', { since })} download>${since ? `Export what came since ${time(since)}` : 'Export the ledger'}</a>,
    ${' '}a zip that <code>./runledger validate</code> checks and <code>./runledger import</code> takes
  </p>`;
}
