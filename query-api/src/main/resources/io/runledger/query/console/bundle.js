// A bundle: the tasks that are declared with it, and its artifacts with their review status.
import { html } from './html.js';
import { WITH_ARTIFACTS, useNews, useReading } from './reading.js';
import { pathOf, toArtifact, toRun, toTask, withParams } from './links.js';
import { number, words } from './format.js';
import { Read, Status, useTitle } from './parts.js';

export function Bundle({ steps }) {
  const [, run, , id] = steps;
  useTitle(`Bundle ${id}`);
  const reading = useReading(pathOf(run, 'bundles', id), WITH_ARTIFACTS);
  useNews({ run_id: run }, reading.reload);
  return html`
    <p class="trail"><a href=${toRun(run)}>Run ${run}</a></p>
    <div class="head">
      <h1>Bundle ${id}</h1>
      <div class="actions"><a class="button" href=${withParams('/export', { run_id: run, bundle_id: id })} download>Export</a></div>
    </div>
    <${Read} of=${reading} what="the bundle">${(bundle) => html`<${Shown} bundle=${bundle} />`}<//>
  `;
}

function Shown({ bundle }) {
  const run = bundle.run_id;
  return html`
    <section><h2>Tasks <span class="count">${number(bundle.tasks.length)}</span></h2>
      ${bundle.tasks.length
        ? html`<ul class="things">${bundle.tasks.map((task) => html`<li><${Status} of=${task.state} /><a href=${toTask(run, task.task_id)}>${task.title || task.task_id}</a></li>`)}</ul>`
        : html`<p class="note">No task is declared with this bundle.</p>`}
    </section>
    <section><h2>Artifacts <span class="count">${number(bundle.artifact_count)}</span></h2>
      ${bundle.artifacts.length
        ? html`<ul class="things">${bundle.artifacts.map((artifact) => html`<li><${Status} of=${artifact.status} /><a href=${toArtifact(run, artifact.artifact_id)}>${artifact.title}</a><span class="hint">${words(artifact.artifact_type)}</span></li>`)}</ul>`
        : html`<p class="note">Nothing is attached to this bundle yet.</p>`}
    </section>
  `;
}
