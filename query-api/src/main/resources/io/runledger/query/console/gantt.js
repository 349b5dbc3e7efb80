// A run's tasks over time: a bar from a task's earliest work to its latest, and a tick for each event that is here.
import { html, useMemo, useRef, useState } from './html.js';
import { change, toTask } from './links.js';
import { clock, count, duration, time } from './format.js';
import { useWindow } from './windowed.js';

const ROW = 28;
const UNITS = 1000;
const MARKS = 5;
const CLOSER = 0.6;
const ASIDE = 0.25;
const AXIS = 32;
/** In milliseconds. */
const LEAST = 1;
const SECONDS = 10_000;
const DAYS = 2 * 86_400_000;

const millis = (iso) => new Date(iso).getTime();

/** @param {{run: object, events: object[], task?: string}} properties the run, events of it, and the task that is chosen */
export function Gantt({ run, events, task }) {
  const ticks = useMemo(() => ticksOf(events), [events]);
  const rows = useMemo(() => rowsOf(run), [run]);
  const whole = useMemo(() => range(rows, run), [rows]);
  const [view, setView] = useState(null);
  const { frame, first, last } = useWindow(rows.length, ROW);
  const drag = useRef(null);
  const [from, to] = view || whole;
  const span = to - from;

  const show = (low, high) => {
    const width = Math.min(whole[1] - whole[0], Math.max(LEAST, high - low));
    const begin = Math.max(whole[0], Math.min(whole[1] - width, low));
    setView(width >= whole[1] - whole[0] ? null : [begin, begin + width]);
  };
  const zoom = (factor, at = from + span / 2) => show(at - (at - from) * factor, at + (to - at) * factor);
  const aside = (part) => show(from + span * part, to + span * part);
  const timeAt = (event) => {
    const box = event.currentTarget.querySelector('.axis').getBoundingClientRect();
    return from + ((event.clientX - box.left) / Math.max(1, box.width)) * span;
  };
  const keys = { '+': () => zoom(CLOSER), '-': () => zoom(1 / CLOSER), 0: () => setView(null), ArrowLeft: () => aside(-ASIDE), ArrowRight: () => aside(ASIDE) };
  const pressed = (press) => {
    if (keys[press.key] && !press.ctrlKey && !press.metaKey) {
      keys[press.key]();
      press.preventDefault();
    }
  };
  const wheeled = (wheel) => {
    if (!wheel.ctrlKey && !wheel.metaKey) return;
    wheel.preventDefault();
    zoom(wheel.deltaY > 0 ? 1 / CLOSER : CLOSER, timeAt(wheel));
  };
  const dragged = (move) => {
    if (!drag.current || !(move.buttons & 1)) return;
    const box = move.currentTarget.querySelector('.axis').getBoundingClientRect();
    const by = ((drag.current.x - move.clientX) / Math.max(1, box.width)) * span;
    drag.current.x = move.clientX;
    show(from + by, to + by);
  };

  return html`<div class="gantt">
    <div class="tools" role="group" aria-label="Zoom of the timeline">
      <span class="span">${duration(span)} in view</span>
      <button type="button" onClick=${() => zoom(CLOSER)} aria-label="Zoom in">+</button>
      <button type="button" onClick=${() => zoom(1 / CLOSER)} aria-label="Zoom out" disabled=${!view}>−</button>
      <button type="button" onClick=${() => aside(-ASIDE)} aria-label="Earlier" disabled=${!view}>←</button>
      <button type="button" onClick=${() => aside(ASIDE)} aria-label="Later" disabled=${!view}>→</button>
      <button type="button" onClick=${() => setView(null)} disabled=${!view}>All</button>
    </div>
    <div class="bars" role="group" aria-label="Timeline of ${count(rows.length - 1, 'task')}; plus and minus zoom, arrows move, 0 shows all" tabindex="0" style=${{ height: `min(60vh, 34rem, ${rows.length * ROW + AXIS}px)` }} onKeyDown=${pressed} onWheel=${wheeled} onPointerDown=${(down) => (drag.current = view && { x: down.clientX })} onPointerMove=${dragged} onPointerUp=${() => (drag.current = null)} ...${frame}>
      <${Axis} from=${from} span=${span} />
      <div class="all" style=${{ height: `${rows.length * ROW}px` }}>
        ${rows.slice(first, last).map((row, i) => html`<${Row} key=${row.id || ''} row=${row} top=${(first + i) * ROW} from=${from} span=${span} ticks=${ticks.get(row.id) || []} chosen=${task !== undefined && task === row.id} run=${run.run_id} />`)}
      </div>
    </div>
  </div>`;
}

function Axis({ from, span }) {
  return html`<div class="axis-row"><span></span><div class="axis" aria-hidden="true">
    ${Array.from({ length: MARKS }, (_, i) => html`<span style=${{ left: `${(i / MARKS) * 100}%` }}>${mark(from + (span * i) / MARKS, span)}</span>`)}
  </div></div>`;
}

/** As exact as the span needs. */
function mark(at, span) {
  if (span > DAYS) return time(at).slice(0, -3);
  return span > SECONDS ? clock(at).slice(0, -4) : clock(at);
}

function Row({ row, top, from, span, ticks, chosen, run }) {
  const share = (at) => ((at - from) / span) * 100;
  const left = Math.max(-1, share(row.from));
  const right = Math.min(101, share(row.to));
  const path = ticks.filter((at) => at >= from && at <= from + span).map((at) => `M${((at - from) / span) * UNITS} 4V16`).join('');
  const said = `${row.name}: ${count(row.events, 'event')}${row.from === undefined ? '' : `, ${duration(row.to - row.from)}`}`;
  return html`<div class="task ${chosen && 'chosen'}" style=${{ top: `${top}px` }}>
    <span class="label">${row.id ? html`<a href=${toTask(run, row.id)} title=${row.name}>${row.name}</a>` : row.name}</span>
    <button type="button" class="track" title=${said} aria-label="Events of ${said}" aria-pressed=${chosen ? 'true' : 'false'} onClick=${() => change({ task: chosen ? '' : row.id })} disabled=${!row.id}>
      ${row.from !== undefined && right >= left && html`<span class="fill" style=${{ left: `${left}%`, width: `max(3px, ${right - left}%)` }}></span>`}
      ${path && html`<svg viewBox="0 0 ${UNITS} 20" preserveAspectRatio="none" aria-hidden="true"><path d=${path} /></svg>`}
    </button>
  </div>`;
}

/** The run itself, then its tasks by their beginning: what ran, as the ledger measures it. Decisions are ticks beside it. */
function rowsOf(run) {
  const tasks = run.tasks.map((task) => ({
    id: task.task_id,
    name: task.task_id,
    events: task.events,
    from: task.first_event_at && millis(task.first_event_at),
    to: task.last_event_at && millis(task.last_event_at),
  }));
  tasks.sort((one, other) => (one.from ?? Infinity) - (other.from ?? Infinity) || one.name.localeCompare(other.name));
  return [{ id: '', name: 'the run', events: run.event_count, ...spanOf(run) }, ...tasks];
}

/** From the start to the end of the newest attempt; while there is no end, to the latest work. */
function spanOf(run) {
  if (!run.last_work_at) return {};
  const from = millis(run.started_at);
  const to = millis(run.finished_at || run.last_work_at);
  return { from, to: Math.max(from, to) };
}

function ticksOf(events) {
  const ticks = new Map();
  for (const event of events) {
    const task = event.task_id || '';
    if (!ticks.has(task)) ticks.set(task, []);
    ticks.get(task).push(millis(event.occurred_at));
  }
  return ticks;
}

function range(rows, run) {
  const times = rows.flatMap((row) => (row.from === undefined ? [] : [row.from, row.to]));
  if (!times.length) times.push(millis(run.created_at));
  const low = times.reduce((one, other) => Math.min(one, other));
  const high = times.reduce((one, other) => Math.max(one, other));
  return [low, Math.max(high, low + LEAST)];
}
