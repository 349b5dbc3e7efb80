// A run's events in their order: as many as there are, drawn as far as they are in sight.
import { html, useEffect, useRef, useState } from './html.js';
import { change } from './links.js';
import { clock, count, number } from './format.js';
import { Failure } from './parts.js';
import { useWindow } from './windowed.js';

const ROW = 30;

/** @param {{timeline: object, total: number, selected?: string, follow: boolean}} properties */
export function Events({ timeline, total, selected, follow }) {
  const { frame, first, last, reveal } = useWindow(total, ROW);
  const [active, setActive] = useState(-1);
  const before = useRef(total);

  useEffect(() => timeline.want(first, last), [first, last, timeline.want, total]);
  useEffect(() => {
    if (follow && total > before.current) reveal(total - 1);
    before.current = total;
  }, [total, follow]);

  // An address may name an event anywhere in the run: its page is fetched, and it is scrolled to.
  useEffect(() => {
    if (!selected || timeline.at(active)?.event_id === selected) return undefined;
    const control = new AbortController();
    timeline.rowOf(selected, control.signal).then(
      (row) => {
        if (row < 0 || control.signal.aborted) return;
        setActive(row);
        reveal(row);
      },
      () => {}, // the panel beside the list says what is wrong with it
    );
    return () => control.abort();
  }, [selected, timeline.rowOf]);

  const go = (row) => {
    const to = Math.max(0, Math.min(total - 1, row));
    setActive(to);
    reveal(to);
  };
  const choose = (row) => {
    setActive(row);
    const event = timeline.at(row);
    if (event) change({ event: event.event_id }, { replace: Boolean(selected) });
  };
  const pressed = (press) => {
    const screen = Math.max(1, Math.floor(frame.ref.current.clientHeight / ROW) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: screen, PageUp: -screen };
    if (press.key in steps) go(active < 0 ? first : active + steps[press.key]);
    else if (press.key === 'Home') go(0);
    else if (press.key === 'End') go(total - 1);
    else if (press.key === 'Enter' || press.key === ' ') active >= 0 && choose(active);
    else return;
    press.preventDefault();
  };

  if (timeline.problem) return html`<${Failure} problem=${timeline.problem} retry=${() => (timeline.retry(), timeline.want(first, last))} />`;
  const rows = [];
  for (let row = first; row < last; row++) {
    rows.push(html`<${Row} key=${row} row=${row} total=${total} event=${timeline.at(row)} selected=${selected} active=${row === active} choose=${choose} />`);
  }
  return html`<div class="events" style=${{ height: `min(60vh, 34rem, ${total * ROW + 2}px)` }} role="listbox" aria-label="Events, ${count(total, 'event')}" tabindex="0" aria-activedescendant=${active >= first && active < last ? `event-${active}` : undefined} onKeyDown=${pressed} ...${frame}>
    <div role="presentation" class="all" style=${{ height: `${total * ROW}px` }}>${rows}</div>
  </div>`;
}

function Row({ row, total, event, selected, active, choose }) {
  const is = Boolean(event) && event.event_id === selected;
  return html`<div role="option" id="event-${row}" class="event ${active && 'active'}" aria-selected=${is ? 'true' : 'false'} aria-setsize=${total} aria-posinset=${row + 1} style=${{ top: `${row * ROW}px` }} onClick=${() => choose(row)}>
    ${event
      ? html`<time title=${event.occurred_at}>${clock(event.occurred_at)}</time>
          <span class="type">${event.event_type}</span>
          <span class="of">${event.task_id || ''}</span>
          ${event.redactions.length > 0 && html`<span class="redacted" title="Something is redacted in it">redacted</span>`}`
      : html`<span class="coming">${number(row + 1)}</span>`}
  </div>`;
}
