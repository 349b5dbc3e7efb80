// Deciding about an artifact: by its revision, so that who was slower is told what the other one decided.
import { html, useLayoutEffect, useRef, useState } from './html.js';
import { actingAs, get, post } from './api.js';
import { pathOf } from './links.js';
import { Refusal, Status, Time } from './parts.js';

/** Where a review may lead from a status; the ledger has the last word. */
const MOVES = {
  draft: ['needs-review', 'approved', 'rejected'],
  'needs-review': ['approved', 'rejected'],
  rejected: ['needs-review'],
};
const VERBS = { approved: 'Approve', rejected: 'Reject', 'needs-review': 'Send to review' };
const DID = { approved: 'approved it', rejected: 'rejected it', 'needs-review': 'sent it to review', archived: 'archived it', superseded: 'superseded it' };

/**
 * Asks for a decision about the artifact as it is seen.
 *
 * @returns {Promise<{won: true} | {won: false, now: object, by?: object}>} with what stands now, if somebody was faster
 */
export async function decide(artifact, status, comment) {
  const path = pathOf(artifact.run_id, 'artifacts', artifact.artifact_id);
  try {
    await post(`${path}/review`, { status, comment: comment || undefined, actor: actingAs() }, { revision: artifact.revision });
    return { won: true };
  } catch (problem) {
    const raced = problem.status === 412 || (problem.status === 409 && problem.body.reason === 'illegal-move');
    if (!raced) throw problem;
    const [now, history] = await Promise.all([get(path), get(`${path}/history`)]);
    return { won: false, now, by: history.moves.at(-1) };
  }
}

/** @param {{artifact: object, onDecided: (status: string) => void, onCurrent: (artifact: object) => void, keys?: boolean}} properties */
export function Deciding({ artifact, onDecided, onCurrent, keys }) {
  const [state, setState] = useState({});
  const comment = useRef();
  const moves = MOVES[artifact.status] || [];
  const run = async (status) => {
    if (state.busy) return;
    setState({ busy: true });
    try {
      const { won, now, by } = await decide(artifact, status, comment.current.value.trim());
      if (won) {
        comment.current.value = '';
        setState({});
        onDecided(status);
      } else {
        setState({ conflict: { now, by, wanted: status } });
        onCurrent(now);
      }
    } catch (problem) {
      setState({ problem });
    }
  };
  const latest = useRef();
  latest.current = { run, moves, comment };
  useLayoutEffect(() => { // with what is drawn: a key that is pressed at once must not go nowhere
    if (!keys) return undefined;
    const pressed = (press) => {
      if (press.target.closest?.('input, textarea, select') || press.ctrlKey || press.metaKey || press.altKey || press.repeat) return;
      const { run: go, moves: may, comment: field } = latest.current;
      const status = { a: 'approved', r: 'rejected' }[press.key];
      if (status && may.includes(status)) go(status);
      else if (press.key === 'c') field.current?.focus();
      else return;
      press.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [keys]);

  return html`<div class="deciding">
    ${state.conflict && html`<${Conflict} ...${state.conflict} />`}
    ${moves.length
      ? html`
          <label for="decision-comment"><span>Comment ${keys && html`<kbd>c</kbd>`}</span></label>
          <textarea id="decision-comment" rows="2" ref=${comment} onKeyDown=${(press) => press.key === 'Escape' && press.currentTarget.blur()}></textarea>
          <div class="actions">
            ${moves.map((status) => html`<button type="button" class=${status === 'approved' ? 'primary' : ''} disabled=${state.busy} onClick=${() => run(status)}>${VERBS[status]} ${keys && status !== 'needs-review' && html`<kbd>${status[0]}</kbd>`}</button>`)}
          </div>`
      : html`<p class="note">It is ${artifact.status}: there is nothing to decide.</p>`}
    <${Refusal} problem=${state.problem} />
  </div>`;
}

function Conflict({ now, by, wanted }) {
  const who = by?.actor || 'Somebody';
  return html`<div class="refusal conflict" role="alert">
    <strong>Somebody was faster</strong>
    <p>
      ${who} ${DID[by?.to] || 'changed it'} ${by && html`<${Time} at=${by.occurred_at} relative />`}${by?.comment ? html`: “${by.comment}”` : '.'}
      ${' '}Your decision (${wanted}) was not taken.
    </p>
    <p>It is now <${Status} of=${now.status} /> at revision ${now.revision}. ${MOVES[now.status] ? 'You can decide again, about what stands now.' : 'Go on to the next one.'}</p>
  </div>`;
}
