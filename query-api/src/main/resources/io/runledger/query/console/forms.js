// Asking for a change: while it is under way, when it is refused, and when it is done.
import { useState } from './html.js';

/**
 * Sends what a form says, once at a time.
 *
 * @param {(fields: Record<string, string>) => Promise<any>} send
 * @param {(answer: any, form: HTMLFormElement) => void} onDone
 * @returns {{submit: (event: SubmitEvent) => Promise<void>, busy: boolean, problem: any, done: any}}
 */
export function useForm(send, onDone) {
  const [state, setState] = useState({ busy: false });
  const submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (state.busy) return;
    setState({ busy: true });
    try {
      const answer = await send(fieldsOf(form));
      setState({ busy: false, done: answer });
      onDone(answer, form);
    } catch (problem) {
      setState({ busy: false, problem });
    }
  };
  return { ...state, submit };
}

/** The fields that have a value. */
function fieldsOf(form) {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(fields.filter(([, value]) => value !== ''));
}
