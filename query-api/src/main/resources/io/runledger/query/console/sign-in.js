// Signing in: with a key, or by an issuer, which sends the browser back to this page. It is here without anything else of the
// console, for nobody has signed in yet.

const TARGET = 'runledger.sign-in.target';
const KNOWN_FOR = 2_000;
const state = document.getElementById('state');
const ways = document.getElementById('ways');
const problem = document.getElementById('problem');

/** Where to go then: an address of this ledger, and of nobody else. */
function target(search, hash) {
  const home = new URL('/', location.origin);
  home.hash = hash;
  try {
    const url = new URL(new URLSearchParams(search).get('to') || '/', location.origin);
    url.hash = hash;
    const own = url.origin === location.origin && !url.pathname.startsWith('/sign-in');
    return (own ? url : home).href;
  } catch {
    return home.href;
  }
}

async function ask(method, path, body) {
  const headers = { Accept: 'application/json' };
  if (body) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, { method, headers, cache: 'no-store', body: body && JSON.stringify(body) });
  const json = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw Object.assign(new Error(json.detail || json.title), { status: response.status });
  return json;
}

/** Another process may learn of the session a moment later. */
async function enter(to) {
  const until = Date.now() + KNOWN_FOR;
  while (!(await isKnown()) && Date.now() < until) {
    await new Promise((later) => setTimeout(later, 100));
  }
  sessionStorage.removeItem(TARGET);
  location.replace(to);
}

const isKnown = () => ask('GET', '/access/me').then(() => true, () => false);

function offer({ issuers }, to) {
  const buttons = issuers.map((issuer) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `Sign in with ${new URL(issuer).host}`;
    button.title = issuer;
    button.addEventListener('click', () => leave(issuer, to));
    return button;
  });
  document.getElementById('issuers').replaceChildren(...buttons);
  document.getElementById('with-key').addEventListener('submit', (event) => {
    event.preventDefault();
    const key = document.getElementById('key');
    told(async () => {
      await ask('POST', '/access/sessions', { key: key.value.trim() });
      key.value = '';
      await enter(to);
    });
  });
  show('', true);
}

function leave(issuer, to) {
  told(async () => {
    sessionStorage.setItem(TARGET, to);
    location.assign((await ask('POST', '/access/sign-in', { issuer })).location);
  });
}

/** Does a step, and says what went wrong with it. */
async function told(step) {
  problem.hidden = true;
  try {
    await step();
  } catch (failure) {
    problem.textContent =
      failure.status === 401
        ? 'That is not valid, or not any more. Nobody is signed in.'
        : `${failure.message || 'The ledger does not answer.'}`;
    problem.hidden = false;
  }
}

function show(text, waysToo) {
  state.textContent = text;
  state.hidden = !text;
  ways.hidden = !waysToo;
}

/** An issuer sent the browser back; whatever it says, this address is not kept. */
async function comeBack(answer) {
  const to = sessionStorage.getItem(TARGET) || '/';
  history.replaceState(null, '', '/sign-in');
  await told(async () => {
    if (!answer.get('code')) {
      throw new Error(`The issuer did not sign you in: ${answer.get('error_description') || answer.get('error')}.`);
    }
    const body = { code: answer.get('code'), state: answer.get('state') || '' };
    if (answer.get('iss')) body.iss = answer.get('iss');
    await ask('POST', '/access/sessions', body);
    await enter(to);
  });
  return to;
}

async function begin() {
  const answer = new URLSearchParams(location.search);
  const cameBack = answer.has('code') || answer.has('error');
  let to = target(location.search, location.hash);
  if (cameBack) {
    to = await comeBack(answer);
    if (problem.hidden) return;
  }
  await told(async () => {
    const offered = await ask('GET', '/access/sign-in');
    // A link from elsewhere comes without the session's cookie; from here it is sent.
    if (!offered.required || (!cameBack && (await isKnown()))) location.replace(to);
    else offer(offered, to);
  });
}

begin();
