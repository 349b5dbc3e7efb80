// The ledger's HTTP API, as the console uses it: nothing else is asked for, and nothing from elsewhere.

/** An answer that is no success, as RFC 9457 tells it; status 0 if there was no answer. */
export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail || body.title || `The ledger answered ${status}.`);
    this.status = status;
    this.body = body;
  }

  /** Whether nothing is wrong with what was asked, only with when. */
  get isAway() {
    return AWAY.has(this.status);
  }

  /** What is wrong with a field of the body, by its JSON pointer. */
  field(pointer) {
    return (this.body.errors || []).filter((error) => error.pointer === pointer).map((error) => error.detail);
  }
}

const AWAY = new Set([0, 502, 503, 504]);
const OFFLINE = { title: 'No answer', detail: 'The ledger does not answer. It is asked again until it does.' };
const OTHER_DOOR = {
  title: 'Not served here',
  detail: 'This address takes no writes: it is a query node alone. Open the console where the gateway is, too.',
};
const ELSEWHERE = { title: 'Not here', detail: 'Another node of the ledger has it; the console asks none but its own.' };
const WRITTEN_FOR = 30_000;
/** Of these no answer is a state, too: how a node is, and whether it can follow all of the log. */
const TELLING = /^\/(health|ready|events\/tail)\b/;
const CHEAP = '/runs?limit=1';

const written = { position: '', until: 0 };
const connection = new EventTarget();
let awaited = '';

/** Whether what was read lately got an answer. */
export let connected = true;

/** Calls back when the ledger stops answering or answers again; returns what ends that. */
export function onConnection(listener) {
  connection.addEventListener('change', listener);
  return () => connection.removeEventListener('change', listener);
}

/** Asks again for what was not answered. */
export const askAgain = () => get(awaited || CHEAP).catch(() => {});

/** That it is answered again is known by an answer to what was not answered: something else may be answered all along. */
function heard(path, answered) {
  if (answered ? path !== awaited : awaited) return;
  awaited = answered ? '' : path;
  connected = answered;
  connection.dispatchEvent(new Event('change'));
}

/** Reads JSON. What this page wrote before is seen by it. */
export async function get(path, signal) {
  const headers = { Accept: 'application/json' };
  if (written.until > Date.now()) {
    headers['Runledger-Position'] = written.position;
  }
  return (await answer(path, { headers, signal })).json;
}

/** Asks for a change; a revision makes it fail if somebody was faster. */
export async function post(path, body, { revision } = {}) {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  if (revision) {
    headers['If-Match'] = `"${revision}"`;
  }
  try {
    const { json, status } = await answer(path, { method: 'POST', headers, body: JSON.stringify(body) });
    remember(json);
    return { ...json, pending: status === 202 };
  } catch (problem) {
    remember(problem.body);
    throw isOtherDoor(problem) ? new Problem(problem.status, OTHER_DOOR) : problem;
  }
}

function remember({ position } = {}) {
  if (position) {
    written.position = position;
    written.until = Date.now() + WRITTEN_FOR;
  }
}

/** A query node alone knows the paths that it reads by another method, and of the others that they are elsewhere. */
function isOtherDoor(problem) {
  return problem.status === 405 || problem.body.type === 'urn:runledger:problem:elsewhere';
}

/** Has something not be any more. */
export async function remove(path) {
  const { json } = await answer(path, { method: 'DELETE', headers: { Accept: 'application/json' } });
  remember(json);
  return json;
}

/** Whoever asked is not known any more: they sign in again, and come back to this page. */
function signIn() {
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}${location.hash}`);
}

async function answer(path, request) {
  const reads = !request.method && !TELLING.test(path);
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', redirect: 'manual', ...request });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    heard(reads ? path : CHEAP, false);
    throw new Problem(0, OFFLINE);
  }
  if (response.type === 'opaqueredirect') {
    throw new Problem(307, ELSEWHERE);
  }
  if (reads) {
    heard(path, !AWAY.has(response.status));
  }
  const json = /json/.test(response.headers.get('Content-Type') || '') ? await body(response) : {};
  if (response.status === 401) {
    signIn();
  }
  if (!response.ok) {
    throw new Problem(response.status, json);
  }
  return { json, status: response.status };
}

async function body(response) {
  try {
    return await response.json();
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem(0, OFFLINE);
  }
}

const ACTOR = 'runledger.actor';
let signedIn = '';

/** Tells who is signed in; empty where access control is off. */
export function signedInAs(name) {
  signedIn = name;
}

/** In whose name decisions are asked for: of who is signed in; else of whom they say they are. */
export function actingAs() {
  return signedIn || localStorage.getItem(ACTOR) || undefined;
}

export function actAs(name) {
  localStorage.setItem(ACTOR, name.trim());
}
