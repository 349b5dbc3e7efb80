// A run: what became of it, its tasks over time, its events one by one, and what it produced.
import { html, useEffect, useMemo, useState } from './html.js';
import { WITH_ARTIFACTS, useNews, useReading } from './reading.js';
import { change, pathOf, toCompare, toRun, toRuns, withParams } from './links.js';
import { duration, number } from './format.js';
import { Copy, Empty, Facts, Read, Status, Time, useTitle } from './parts.js';
import { Artifacts } from './artifacts.js';
import { Events } from './events.js';
import { Gantt } from './gantt.js';
import { EventPanel } from './payload.js';
import { useTimeline } from './timeline.js';

/** Of longer runs the timeline ticks only the events that are in the list. */
const ALL_TICKED = 3_000;

export function Run({ steps, params }) {
  const id = steps[1];
  useTitle(`Run ${id}`);
  const reading = useReading(pathOf(id), WITH_ARTIFACTS);
  useNews({ run_id: id }, reading.reload);
  return html`
    <p class="trail"><a href=${toRuns()}>Runs</a></p>
    <${Read} page of=${reading} what="the run" rows=${10}>${(run) => html`<${Shown} run=${run} params=${params} />`}<//>
  `;
}

function Shown({ run, params }) {
  return html`
    <div class="head">
      <h1><${Status} of=${run.status} /> ${run.name || run.run_id}</h1>
      <div class="actions">
        <a class="button" href=${pathOf(run.run_id, 'bundle')} download>Download the bundle</a>
        <a class="button" href=${withParams('/export', { run_id: run.run_id })} download>Export</a>
        <a class="button" href=${toCompare({ baseline: run.run_id })}>Compare …</a>
      </div>
    </div>
    ${run.error && html`<div class="refusal" role="note"><strong>${run.error.type || 'It failed'}</strong><p>${run.error.message}</p></div>`}
    <${About} run=${run} />
    ${run.attempt_count > 1 && html`<${Earlier} run=${run} />`}
    <${Happened} run=${run} params=${params} />
    <section aria-labelledby="artifacts-title">
      <h2 id="artifacts-title">Artifacts <span class="count">${number(run.artifact_count)}</span></h2>
      <${Artifacts} run=${run.run_id} count=${run.artifact_count} turn=${`${run.event_count} ${run.artifact_count}`} status=${params.status} onStatus=${(status) => change({ status })} />
    </section>
  `;
}

function About({ run }) {
  const versions = Object.entries(run.versions || {}).map(([name, version]) => `${name} ${version}`).join(', ');
  return html`<${Facts}
    of=${[
      ['Run', html`<${Copy} text=${run.run_id} label="the run's id" />`],
      ['Started', html`<${Time} at=${run.started_at} />`],
      ['Finished', run.finished_at && html`<${Time} at=${run.finished_at} />`],
      ['Took', run.duration_ms === undefined ? undefined : duration(run.duration_ms)],
      ['Silent since', run.silent_since && html`<${Time} at=${run.silent_since} />`],
      ['Attempts', run.attempt_count > 1 ? number(run.attempt_count) : undefined],
      ['Events', number(run.event_count)],
      ['Tasks', number(run.task_count)],
      ['Versions', versions],
      ['User', run.user],
      ['Tenant', run.tenant],
      ['Request', run.request_id],
      ['Part of', run.parent_run_id && html`<a href=${toRun(run.parent_run_id)}>${run.parent_run_id}</a>`],
      ['Configuration', run.config_event_id && html`<a href=${toRun(run.run_id, { event: run.config_event_id })}>in its start</a>`],
      ['Configuration at', run.config_uri],
    ]}
  />`;
}

/** The attempts before the newest, the last one first. */
function Earlier({ run }) {
  const earlier = run.attempts.slice(1);
  const event = (id, text) => (id ? html`<a href=${toRun(run.run_id, { event: id })}>${text}</a>` : text);
  return html`<details class="attempts">
    <summary>Earlier attempts <span class="count">${number(run.attempt_count - 1)}</span></summary>
    <ul class="things">${earlier.map((each) => html`<li>
      <${Status} of=${each.status} /> ${event(each.started_event_id, `Attempt ${number(each.attempt)}`)}
      ${each.started_at && html`, <${Time} at=${each.started_at} />`}${each.finished_at && html` to ${event(each.finished_event_id, html`<${Time} at=${each.finished_at} />`)}`}${each.duration_ms !== undefined && `, ${duration(each.duration_ms)}`}
      ${each.error && html`<br />${each.error.type ? `${each.error.type}: ` : ''}${each.error.message}`}
    </li>`)}</ul>
    ${earlier.length < run.attempt_count - 1 && html`<p class="hint">Only the newest are listed.</p>`}
  </details>`;
}

/** How many events a filter leaves, where that is counted; of two filters no more than the smaller. */
function filtered(run, params) {
  const ofType = params.type ? (run.events_by_type[params.type] ?? 0) : Infinity;
  const ofTask = params.task ? (run.tasks.find((task) => task.task_id === params.task)?.events ?? 0) : Infinity;
  return Math.min(run.event_count, ofType, ofTask);
}

function Happened({ run, params }) {
  const [follow, setFollow] = useState((run.status === 'running' || run.status === 'stalled') && !params.event);
  const total = filtered(run, params);
  const timeline = useTimeline({ run_id: run.run_id, event_type: params.type, task_id: params.task }, total);
  const whole = useTimeline({ run_id: run.run_id }, run.event_count);
  const ticked = run.event_count <= ALL_TICKED;
  useEffect(() => {
    if (ticked) whole.want(0, run.event_count);
  }, [run.event_count, ticked]);
  const source = ticked ? whole : timeline;
  const events = useMemo(() => source.loaded(), [ticked, source.version, params.type, params.task]);

  if (!run.event_count) {
    return html`<${Empty} title="No events"><p>This run has artifacts only. Its events show here as soon as a producer writes some.</p><//>`;
  }
  return html`<div class="happened ${params.event && 'three'}">
    <section aria-labelledby="tasks-title">
      <h2 id="tasks-title">Timeline</h2>
      <${Gantt} run=${run} events=${events} task=${params.task} />
      ${!ticked && html`<p class="hint">A long run: ticks are drawn for the events that the list has loaded.</p>`}
    </section>
    <section aria-labelledby="events-title">
      <h2 id="events-title">Events <span class="count">${number(total)}</span></h2>
      <div class="framed">
      <${EventFilters} run=${run} params=${params} follow=${follow} setFollow=${setFollow} />
      ${total ? html`<${Events} timeline=${timeline} total=${total} selected=${params.event} follow=${follow} />` : html`<p class="note">No event is like that. <a href=${toRun(run.run_id)}>All events</a></p>`}
      </div>
    </section>
    ${params.event && html`<${EventPanel} run=${run.run_id} id=${params.event} />`}
  </div>`;
}

function EventFilters({ run, params, follow, setFollow }) {
  return html`<form class="tools" aria-label="Filter the events" onSubmit=${(event) => event.preventDefault()}>
    <label>Type
      <select name="event-type" value=${params.type || ''} onChange=${(event) => change({ type: event.target.value })}>
        <option value="">any</option>
        ${Object.entries(run.events_by_type).map(([type, events]) => html`<option value=${type}>${type} (${number(events)})</option>`)}
      </select>
    </label>
    <label class="check"><input type="checkbox" name="follow" checked=${follow} onChange=${(event) => setFollow(event.target.checked)} /> Follow</label>
    ${params.task && html`<span class="chip">Task ${params.task} <button type="button" class="quiet" aria-label="Events of all tasks" onClick=${() => change({ task: '' })}>✕</button></span>`}
  </form>`;
}
