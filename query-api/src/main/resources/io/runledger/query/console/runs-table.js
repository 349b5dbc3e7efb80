// Runs in a table, newest first, and older ones when they are asked for.
import { html, useState } from './html.js';
import { get } from './api.js';
import { toRun, toRuns, withParams } from './links.js';
import { duration, number } from './format.js';
import { Empty, Failure, Status, Time } from './parts.js';

/** How many runs are asked for at once. */
export const PAGE = 50;

/**
 * A filter looks so many runs back at once: that it leaves none of these does not mean that there is none.
 *
 * @param {{first: {runs: object[], next?: string}, asked: object, filtered: boolean}} properties the newest of them as they
 *   are now, and the question that they answer
 */
export function RunsTable({ first, asked, filtered }) {
  const [older, setOlder] = useState();
  const [state, setState] = useState({});
  const { runs, next } = joined(first, older);

  const goOn = async () => {
    setState({ busy: true });
    try {
      const page = await get(withParams('/runs', { ...asked, cursor: next }));
      setOlder({ runs: [...runs, ...page.runs], next: page.next });
      setState({ found: page.runs.length });
    } catch (problem) {
      setState({ problem });
    }
  };

  if (!runs.length && !next) return filtered ? html`<${NoneFound} />` : html`<${NoneYet} />`;
  return html`
    ${runs.length > 0 &&
    html`<table class="rows runs">
      <caption class="unseen">Runs, newest first</caption>
      <thead>
        <tr><th scope="col">Status</th><th scope="col">Run</th><th scope="col">Started</th><th scope="col" class="end">Took</th><th scope="col" class="end">Events</th><th scope="col" class="end">Artifacts</th></tr>
      </thead>
      <tbody>${runs.map((run) => html`<${Row} key=${run.run_id} run=${run} />`)}</tbody>
    </table>`}
    ${state.problem && html`<${Failure} problem=${state.problem} retry=${goOn} />`}
    ${next && filtered && html`<p class="note" role="status">${foundSoFar(runs.length, state.found)}</p>`}
    ${next && !state.problem && html`<p class="more"><button type="button" disabled=${state.busy} onClick=${goOn}>${state.busy ? 'Looking …' : filtered ? 'Look further back' : 'Show older runs'}</button></p>`}
  `;
}

/** The first page as it is now, before what was shown when older ones were asked for; if it went on by a whole page, alone. */
function joined(first, older) {
  if (!older || !first.next) return first;
  const end = older.runs.findIndex((run) => run.run_id === first.runs.at(-1)?.run_id);
  if (end < 0 && first.runs.length >= PAGE) return first;
  const newest = new Set(first.runs.map((run) => run.run_id));
  return { runs: [...first.runs, ...older.runs.slice(end + 1).filter((run) => !newest.has(run.run_id))], next: older.next };
}

function foundSoFar(runs, found) {
  if (runs) return 'Older runs have not been looked at yet.';
  return found === undefined
    ? 'None of the newest runs is like that. Older ones have not been looked at yet.'
    : 'Still none. There are older runs that have not been looked at yet.';
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
    <p>Let <code>./runledger demo</code> record an agent's run, with tool calls, an evaluation and artifacts that wait for your review.</p>
    <p>Or write an event of your own, and its run shows here at once:</p>
    <pre><code>curl ${location.origin}/events -H 'Content-Type: application/json' -d '{
  "run_id": "run-1", "event_type": "run.started", "producer": "me",
  "occurred_at": "${new Date().toISOString()}", "payload": {"name": "My first run"}}'</code></pre>
  <//>`;
}
