// Numbers, times and names as people read them.

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export const number = (value) => NUMBER.format(value);

/** One of a thing, or several. */
export const count = (value, one, several = one + 's') => `${number(value)} ${value === 1 ? one : several}`;

/** A day and a time of the clock here. */
export function time(iso) {
  const at = new Date(iso);
  return isNaN(at) ? String(iso) : `${DAY.format(at)}, ${CLOCK.format(at)}`;
}

/** A time of the clock with its milliseconds. */
export function clock(iso) {
  const at = new Date(iso);
  return isNaN(at) ? String(iso) : `${CLOCK.format(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** How long ago, roughly. */
export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - new Date(iso)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return count(Math.floor(seconds / 86_400), 'day') + ' ago';
}

/** A length of time, from milliseconds. */
export function duration(millis) {
  if (millis === undefined || millis === null) return '–';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 60_000) return `${number(millis / 1000)} s`;
  const seconds = Math.round(millis / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${number(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

export function bytes(size) {
  if (size === undefined) return '–';
  const power = Math.min(UNITS.length - 1, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
  return `${number(size / 1000 ** power)} ${UNITS[power]}`;
}

/** A word of the API as part of a sentence. */
export const words = (name) => name.replaceAll('-', ' ').replaceAll('_', ' ');

/** What the API says, which is a part of a sentence, as one of its own. */
export const sentence = (said) => said && said[0].toUpperCase() + said.slice(1) + (/[.!?]$/.test(said) ? '' : '.');

/** An address that a browser may follow, or nothing. */
export const followable = (location) => (/^https?:\/\//i.test(location) ? location : undefined);

/** Who recorded something, and how that is known. */
export function recorder(of) {
  return `${of.recorded_by}, ${of.attestation}`;
}
