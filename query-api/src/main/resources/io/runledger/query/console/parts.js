// What the pages are made of.
import { html, useEffect, useState } from './html.js';
import { toRuns } from './links.js';
import { ago, sentence, time } from './format.js';

/** A page's title, for the browser and its history. */
export function useTitle(title) {
  useEffect(() => {
    document.title = title ? `${title} · Runledger` : 'Runledger';
  }, [title]);
}

const MARKS = {
  succeeded: ['good', '✓'],
  approved: ['good', '✓'],
  completed: ['good', '✓'],
  ready: ['good', '✓'],
  ok: ['good', '✓'],
  done: ['good', '✓'],
  failed: ['bad', '✕'],
  rejected: ['bad', '✕'],
  'not ready': ['bad', '✕'],
  'no answer': ['bad', '✕'],
  running: ['busy', '●'],
  stalled: ['wait', '◌'],
  'needs-review': ['wait', '◆'],
  open: ['wait', '○'],
};

const EXPLAINED = {
  unknown: 'Nobody has said how it went: its end does not say, or it has neither a run.started nor an end',
  stalled: 'It was started and did not end, and nothing has come of it for a while',
};

/** A status in a word, with a mark that does not need colour. */
export function Status({ of }) {
  const [tone, mark] = MARKS[of] || ['dull', '–'];
  return html`<span class="status ${tone}" title=${EXPLAINED[of]}><span aria-hidden="true">${mark}</span>${of}</span>`;
}

/** A time, with the exact one as its title. */
export function Time({ at, relative }) {
  return at ? html`<time datetime=${at} title=${at}>${relative ? ago(at) : time(at)}</time>` : '–';
}

/** Something that is copied by a click, as ids and digests are, where the browser lets pages do so. */
export function Copy({ text, label, short }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1_500);
  };
  return html`<span class="copy">
    <code title=${text}>${short ? text.slice(0, short) + '…' : text}</code>
    ${navigator.clipboard && html`<button type="button" class="quiet" onClick=${copy} aria-label="Copy ${label}">${done ? 'Copied' : 'Copy'}</button>`}
  </span>`;
}

/** Shown at once, in the shape of what comes. */
export function Loading({ rows = 4, what = 'the page' }) {
  return html`<div class="loading" role="status">
    <span class="unseen">Loading ${what}</span>
    ${Array.from({ length: rows }, () => html`<div class="bone" aria-hidden="true"></div>`)}
  </div>`;
}

/** What is not there, and what to do. */
export function Empty({ title, page, children }) {
  return html`<div class="empty">${page ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}${children}</div>`;
}

/** An error in the ledger's own words, and what to do. */
export function Failure({ problem, retry, page }) {
  const gone = problem.status === 404 || problem.status === 410;
  const title = problem.isAway ? 'The ledger does not answer' : gone ? 'It is not here' : problem.body?.title || 'That did not work';
  return html`<div class="failure" role="alert">
    ${page ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}
    <p>${sentence(problem.message)}</p>
    ${problem.isAway && html`<p>Check that it runs: <code>./runledger up</code>. This page continues by itself as soon as it does.</p>`}
    <p>
      ${retry && html`<button type="button" onClick=${retry}>Try again</button> `}
      ${gone && html`<a href=${toRuns()}>All runs</a>`}
    </p>
  </div>`;
}

/** The states that every reading has; its answer goes to the function inside. Of a whole page, errors are its title. */
export function Read({ of, what, rows, page, children }) {
  if (of.data === undefined) {
    return of.problem ? html`<${Failure} problem=${of.problem} retry=${of.reload} page=${page} />` : html`<${Loading} what=${what} rows=${rows} />`;
  }
  return children(of.data);
}

/** Facts in pairs; those without a value are left out. */
export function Facts({ of }) {
  return html`<dl class="facts">
    ${of.filter(([, value]) => value !== undefined && value !== '' && value !== null).map(
      ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
    )}
  </dl>`;
}

/** A labelled field, with what is wrong with it beside it. */
export function Field({ label, id, hint, errors = [], children }) {
  return html`<div class="field ${errors.length ? 'wrong' : ''}">
    <label for=${id}>${label}</label>
    ${children}
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${errors.length > 0 && html`<p class="error" id="${id}-error">${errors.map(sentence).join(' ')}</p>`}
  </div>`;
}

/** What a field tells assistive technology about its hint and errors. */
export function described(id, hint, errors = []) {
  const by = [hint && `${id}-hint`, errors.length && `${id}-error`].filter(Boolean).join(' ');
  return { id, name: id, 'aria-describedby': by || undefined, 'aria-invalid': errors.length ? 'true' : undefined };
}

/**
 * What a refused request says, besides what is said at its fields.
 *
 * @param {{problem: any, known?: string[], told?: string[]}} properties the pointers, and the requirements of what a task
 *   lacks, that are said there
 */
export function Refusal({ problem, known = [], told = [] }) {
  if (!problem) return null;
  const others = (problem.body?.errors || []).filter((error) => !known.includes(error.pointer));
  const blockers = problem.body?.blocked_by || [];
  const left = blockers.filter((blocker) => !told.includes(blocker.requirement));
  return html`<div class="refusal" role="alert">
    <strong>${problem.body?.title || 'Refused'}</strong>
    ${blockers.length === 0 && html`<p>${sentence(problem.message)}</p>`}
    ${blockers.length > left.length && html`<p>What is missing is said at ${blockers.length - left.length === 1 ? 'its field' : 'the fields'} above.</p>`}
    ${(others.length > 0 || left.length > 0) &&
    html`<ul>
      ${left.map((blocker) => html`<li>${sentence(blocker.detail)}${blocker.artifacts?.map((artifact) => html`<br /><${Status} of=${artifact.status} /> <code>${artifact.artifact_id}</code>`)}</li>`)}
      ${others.map((error) => html`<li><code>${error.pointer || 'body'}</code> ${error.detail}</li>`)}
    </ul>`}
    ${problem.body?.allowed?.length > 0 && html`<p>From here it can go to: ${problem.body.allowed.join(', ')}.</p>`}
  </div>`;
}
