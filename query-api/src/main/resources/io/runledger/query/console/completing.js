// Completing a task with the proof that it asks for.
import { html } from './html.js';
import { actingAs, post } from './api.js';
import { pathOf } from './links.js';
import { Field, Refusal, described } from './parts.js';
import { useForm } from './forms.js';

const FIELDS = {
  url: { label: 'Link', hint: 'A lasting http or https address.' },
  link_name: { label: 'What the link is called' },
  external_status: { label: 'External status', hint: 'What was reached elsewhere, such as merged.' },
  comment: { label: 'Comment' },
};
/** What a blocker asks for, as the field that gives it. */
const FIELD_OF = { url: 'url', comment: 'comment', 'external-status': 'external_status', 'link-name': 'link_name' };

/** @param {{task: object, onDone: () => void}} properties */
export function Completing({ task, onDone }) {
  const asked = task.proof_requirement;
  const fields = [
    (asked.type === 'url' || asked.required_link_name) && 'url',
    asked.required_link_name && 'link_name',
    asked.type === 'external-status' && 'external_status',
    'comment',
  ].filter(Boolean);
  const { submit, busy, problem } = useForm(
    (given) => post(pathOf(task.run_id, 'tasks', task.task_id, 'complete'), { ...given, actor: actingAs() }, { revision: task.revision }),
    onDone,
  );
  const blockers = problem?.body?.blocked_by || [];
  const errors = (name) => [
    ...(problem?.field?.(`/${name}`) || []),
    ...blockers.filter((blocker) => FIELD_OF[blocker.requirement] === name).map((blocker) => blocker.detail),
  ];

  return html`<section class="card" aria-labelledby="complete-title">
    <h2 id="complete-title">Complete it</h2>
    <form onSubmit=${submit} noValidate>
      ${fields.map((name) => {
        const { label, hint } = FIELDS[name];
        const wrong = errors(name);
        return html`<${Field} label=${label} id=${name} hint=${hint} errors=${wrong}>
          ${name === 'comment' ? html`<textarea rows="2" ...${described(name, hint, wrong)}></textarea>` : html`<input type="text" ...${described(name, hint, wrong)} />`}
        <//>`;
      })}
      <${Refusal} problem=${problem} known=${fields.map((name) => `/${name}`)} />
      <button type="submit" class="primary" disabled=${busy}>${busy ? 'Asking …' : 'Complete the task'}</button>
    </form>
  </section>`;
}
