// A task: what it needs, what it has, why it cannot be completed yet, and what to do about it.
import { html } from './html.js';
import { WITH_ARTIFACTS, useNews, useReading } from './reading.js';
import { pathOf, toArtifact, toBundle, toRun } from './links.js';
import { followable, number, sentence, words } from './format.js';
import { Copy, Facts, Read, Status, Time, useTitle } from './parts.js';
import { Attaching } from './attaching.js';
import { Completing } from './completing.js';
import { Registering } from './registering.js';

const NEEDS = {
  none: 'Nothing. It may be completed at any time.',
  artifact: 'Drafts and artifacts under review do not count.',
  file: 'A file record of it, or one of its run that is named when it is completed. An artifact does not count as a file.',
  url: 'A link, given when it is completed.',
  comment: 'A comment, given when it is completed.',
  'external-status': 'The status that was reached elsewhere, given when it is completed.',
};

export function Task({ steps }) {
  const [, run, , id] = steps;
  useTitle(`Task ${id}`);
  const reading = useReading(pathOf(run, 'tasks', id), WITH_ARTIFACTS);
  useNews({ run_id: run }, reading.reload);
  return html`
    <p class="trail"><a href=${toRun(run)}>Run ${run}</a></p>
    <${Read} page of=${reading} what="the task">${(task) => html`<${Shown} task=${task} reload=${reading.reload} />`}<//>
  `;
}

function Shown({ task, reload }) {
  const open = task.state === 'open';
  return html`
    <div class="head"><h1><${Status} of=${task.state} /> ${task.title || task.task_id}</h1></div>
    <${Facts}
      of=${[
        ['Task', html`<${Copy} text=${task.task_id} label="the task's name" />`],
        ['Bundle', task.bundle_id && html`<a href=${toBundle(task.run_id, task.bundle_id)}>${task.bundle_id}</a>`],
        ['Events', html`<a href=${toRun(task.run_id, { task: task.task_id })}>${number(task.event_count)}</a>`],
        ['First event', task.first_event && html`<${Time} at=${task.first_event.occurred_at} />`],
        ['Last event', task.last_event && html`<${Time} at=${task.last_event.occurred_at} />`],
        ['Completed', task.completed_at && html`<${Time} at=${task.completed_at} />${task.completed_by && ` by ${task.completed_by}`}`],
      ]}
    />
    <div class="columns">
      <div>
        <${Needs} task=${task} />
        ${open && html`<${Blocked} task=${task} />`}
        ${open && html`<${Completing} task=${task} onDone=${reload} />`}
      </div>
      <div>
        <${Has} task=${task} />
        <${Attaching} task=${task} onDone=${reload} />
        <${Registering} task=${task} onDone=${reload} />
      </div>
    </div>
  `;
}

/** Which artifact counts; what was declared before there were scopes takes those of the bundle, too. */
function artifactAsked(of) {
  const where = of.task_id ? `task ${of.task_id}` : of.scope === 'task' ? 'it' : 'it or to its bundle';
  return `An approved artifact${of.artifact_type ? ` of the type ${of.artifact_type}` : ''}, attached to ${where}.`;
}

function Needs({ task }) {
  const asked = task.proof_requirement;
  return html`<section class="card" aria-labelledby="needs-title">
    <h2 id="needs-title">What it needs</h2>
    ${asked
      ? html`<p><strong>${words(asked.type)}</strong>: ${asked.type === 'artifact' ? `${artifactAsked(asked)} ` : ''}${NEEDS[asked.type]}</p>
          ${asked.required_link_name && html`<p>A link that is called <strong>${asked.required_link_name}</strong>.</p>`}
          ${asked.requires_file && html`<p>And a <strong>file</strong>: a file record of it, or one of its run that is named when it is completed. An artifact does not count as one.</p>`}`
      : html`<p>It was never declared, so nothing is known of what it needs, and it cannot be completed. <code>POST /tasks</code> declares it.</p>`}
  </section>`;
}

function Blocked({ task }) {
  const blockers = task.blocked_by;
  const titleOf = (id) => task.artifacts.find((artifact) => artifact.artifact_id === id)?.title || id;
  if (!blockers.length) {
    return html`<section class="card good" aria-labelledby="blocked-title"><h2 id="blocked-title">Nothing is missing</h2><p>It can be completed.</p></section>`;
  }
  return html`<section class="card blocked" aria-labelledby="blocked-title">
    <h2 id="blocked-title">Why it cannot be completed yet</h2>
    <ul>
      ${blockers.map(
        (blocker) => html`<li>
          ${sentence(blocker.detail)}
          ${blocker.artifacts?.map((artifact) => html`<br /><${Status} of=${artifact.status} /> <a href=${toArtifact(task.run_id, artifact.artifact_id)}>${titleOf(artifact.artifact_id)}</a>`)}
        </li>`,
      )}
    </ul>
  </section>`;
}

/** Artifacts, files and links are three things: each is shown under its own name. */
function Has({ task }) {
  const link = task.proof?.url;
  return html`<section class="card" aria-labelledby="has-title">
    <h2 id="has-title">What it has</h2>
    <h3>Artifacts</h3>
    ${task.artifacts.length
      ? html`<ul class="things">${task.artifacts.map((artifact) => html`<li><${Status} of=${artifact.status} /><a href=${toArtifact(task.run_id, artifact.artifact_id)}>${artifact.title}</a><span class="hint">${words(artifact.artifact_type)}${artifact.task_id !== task.task_id && ', of its bundle'}</span></li>`)}</ul>`
      : html`<p class="note">None is attached.</p>`}
    <h3>Files</h3>
    ${task.files.length
      ? html`<ul class="things">${task.files.map((file) => html`<li><span>${file.filename}</span><code>${file.file_id}</code></li>`)}</ul>`
      : html`<p class="note">No file record.</p>`}
    <h3>Links and words</h3>
    ${task.proof
      ? html`<${Facts} of=${[
          [task.proof.link_name || 'Link', link && (followable(link) ? html`<a href=${link} rel="noopener noreferrer" target="_blank">${link}</a>` : link)],
          ['Comment', task.proof.comment],
          ['External status', task.proof.external_status],
        ]} />`
      : html`<p class="note">None: they are given when the task is completed.</p>`}
  </section>`;
}
