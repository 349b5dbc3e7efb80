// Events per minute over the last hour, in the width of a word.
import { html } from './html.js';
import { useReading } from './reading.js';
import { count, number } from './format.js';

const WIDTH = 240;
const HEIGHT = 36;
const GAP = 1;

/** @param {{reading: {data?: {events_per_minute: Record<string, number>}}}} properties what useRate gave */
export function Sparkline({ reading }) {
  const minutes = Object.values(reading.data?.events_per_minute || {});
  const most = Math.max(1, ...minutes);
  const sum = minutes.reduce((one, other) => one + other, 0);
  const step = WIDTH / Math.max(1, minutes.length);
  return html`<figure class="sparkline">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Events per minute in the last hour: ${count(sum, 'event')}, at most ${number(most)} in a minute">
      <path d="M0 ${HEIGHT - 0.5}H${WIDTH}" class="axis" />
      ${minutes.map((events, minute) => {
        const height = events && Math.max(2, (events / most) * (HEIGHT - 2));
        return html`<rect x=${minute * step} y=${HEIGHT - height} width=${step - GAP} height=${height} />`;
      })}
    </svg>
    <figcaption><strong>${number(minutes.at(-1) ?? 0)}</strong> this minute, <strong>${number(sum)}</strong> in the last hour</figcaption>
  </figure>`;
}

/** What the ledger took lately, read again every few seconds. */
export const useRate = () => useReading('/events/rate', { every: 5_000 });
