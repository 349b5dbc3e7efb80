// Attaching an artifact of the run to a task.
import { html } from './html.js';
import { actingAs, post } from './api.js';
import { useReading } from './reading.js';
import { pathOf, withParams } from './links.js';
import { Field, Refusal, described } from './parts.js';
import { useForm } from './forms.js';

/** @param {{task: object, onDone: () => void}} properties */
export function Attaching({ task, onDone }) {
  const all = useReading(withParams('/artifacts', { run_id: task.run_id, order: 'desc', limit: 200 }));
  const { submit, busy, problem } = useForm(
    ({ attached }) => post(pathOf(task.run_id, 'artifacts', attached, 'attach'), { task_id: task.task_id, actor: actingAs() }),
    (answer, form) => {
      form.reset();
      all.reload();
      onDone();
    },
  );
  const others = all.data?.artifacts.filter((artifact) => artifact.task_id !== task.task_id) || [];
  return html`<section class="card" aria-labelledby="attach-title">
    <h2 id="attach-title">Attach an artifact</h2>
    ${all.data && !others.length
      ? html`<p class="note">The run has no other artifact. Register a link below.</p>`
      : html`<form onSubmit=${submit} class="line">
          <${Field} label="Artifact of this run" id="attached">
            <select required ...${described('attached')}>
              <option value="">choose …</option>
              ${others.map((artifact) => html`<option value=${artifact.artifact_id}>${artifact.title} (${artifact.status}, ${artifact.artifact_id})</option>`)}
            </select>
          <//>
          <button type="submit" disabled=${busy}>${busy ? 'Asking …' : 'Attach'}</button>
        </form>`}
    <${Refusal} problem=${problem} />
  </section>`;
}
