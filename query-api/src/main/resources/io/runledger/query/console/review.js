// The review queue: what needs review over all runs, oldest first, decided without a mouse.
import { html, useEffect, useRef, useState } from './html.js';
import { useNews, useReading } from './reading.js';
import { change, toArtifact, toReview } from './links.js';
import { count, number, words } from './format.js';
import { Empty, Read, Status, Time, useTitle } from './parts.js';
import { About } from './artifact.js';
import { Deciding } from './deciding.js';

const PAGE = 200;
const QUEUE = `/artifacts?status=needs-review&order=asc&limit=${PAGE}`;
const keyOf = (artifact) => `${artifact.run_id}/${artifact.artifact_id}`;

export function Review({ params }) {
  useTitle('Review');
  const reading = useReading(QUEUE, { every: 5_000 });
  useNews({}, reading.reload);
  return html`<${Read} page of=${reading} what="the review queue">
    ${(page) => html`<${Queue} artifacts=${page.artifacts} more=${Boolean(page.next)} chosen=${params.artifact} reload=${reading.reload} />`}
  <//>`;
}

function Queue({ artifacts, more, chosen, reload }) {
  const [said, setSaid] = useState('');
  const [conflicts, setConflicts] = useState({}); // what others decided meanwhile stays in sight until one goes on
  const list = artifacts.some((artifact) => keyOf(artifact) === chosen) || !conflicts[chosen] ? artifacts : [conflicts[chosen], ...artifacts];
  const at = Math.max(0, list.findIndex((artifact) => keyOf(artifact) === chosen));
  const artifact = conflicts[chosen] || list[at];
  const items = useRef();

  const go = (to) => {
    const next = list[Math.max(0, Math.min(list.length - 1, to))];
    if (next) change({ artifact: keyOf(next) }, { replace: true });
  };
  const latest = useRef();
  latest.current = { go, at };
  useEffect(() => {
    const pressed = (press) => {
      if (press.target.closest?.('input, textarea, select') || press.ctrlKey || press.metaKey || press.altKey) return;
      const step = { j: 1, k: -1 }[press.key];
      if (step) latest.current.go(latest.current.at + step);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  useEffect(() => items.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [chosen]);

  const decided = (status) => {
    setSaid(`${artifact.title}: ${status}.`);
    const next = list[at + 1] || list[at - 1];
    change({ artifact: next ? keyOf(next) : '' }, { replace: true });
    reload();
  };
  const current = (now) => {
    setConflicts({ [keyOf(now)]: now });
    change({ artifact: keyOf(now) }, { replace: true });
    reload();
  };

  return html`
    <div class="head">
      <h1>Review <span class="count">${number(artifacts.length)}${more && '+'}</span></h1>
      <p class="hint keys"><kbd>j</kbd> <kbd>k</kbd> next, previous · <kbd>a</kbd> approve · <kbd>r</kbd> reject · <kbd>c</kbd> comment</p>
    </div>
    <p class="said" role="status">${said}</p>
    ${artifact
      ? html`<div class="queue">
          <nav aria-label=${count(artifacts.length, 'artifact') + ' to review'} ref=${items} class="list">
            <ol>
              ${list.map(
                (each, i) => html`<li key=${keyOf(each)}>
                  <a href=${toReview({ artifact: keyOf(each) })} aria-current=${i === at ? 'true' : undefined}>
                    <strong>${each.title}</strong>
                    <span class="hint">${words(each.artifact_type)} · ${each.run_id} · <${Time} at=${each.created_at} relative /></span>
                  </a>
                </li>`,
              )}
            </ol>
          </nav>
          <section class="card" aria-labelledby="review-title">
            <h2 id="review-title"><${Status} of=${artifact.status} /> <a href=${toArtifact(artifact.run_id, artifact.artifact_id)}>${artifact.title}</a></h2>
            <${Deciding} key=${keyOf(artifact)} artifact=${artifact} onDecided=${decided} onCurrent=${current} keys />
            <${About} artifact=${artifact} />
          </section>
        </div>`
      : html`<${Empty} title="Nothing needs review"><p>Artifacts come here when they are registered with the status <code>needs-review</code> or sent to review. This page shows them as they come.</p><//>`}
  `;
}
