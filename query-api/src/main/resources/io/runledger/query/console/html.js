// Preact with its hooks, and templates in the language itself: html`<p class=${name}>…</p>`. A template is read once; what
// is in its holes is given to Preact as it is, so nothing that a record says is ever read as markup.
import { h } from 'preact';

export { render } from 'preact';
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

const HOLE = '\u0001';
const TAG = /<(\/[^>]*|[^\s>/]+)((?:\s+|"[^"]*"|[^>"])*?)(\/?)>/g;
const ATTRIBUTE = /\.\.\.\u0001|([^\s=]+)(?:=("[^"]*"|[^\s"]+))?/g;
const templates = new WeakMap();

/** Makes elements from a template; several at its top become a list. `<${Component} a=${1} ...${more}>…<//>` works. */
export function html(strings, ...values) {
  let nodes = templates.get(strings);
  if (!nodes) {
    nodes = parse(strings.join(HOLE));
    templates.set(strings, nodes);
  }
  const made = nodes.map((node) => make(node, values));
  return made.length === 1 ? made[0] : made;
}

function make(node, values) {
  if (!node.tag) return fill(node, values);
  const properties = {};
  for (const [name, value] of node.attributes) {
    if (name) properties[name] = fill(value, values);
    else Object.assign(properties, fill(value, values));
  }
  return h(fill(node.tag, values), properties, ...node.children.map((child) => make(child, values)));
}

/** A single hole is its value; a text with holes is a text, from which what is absent is left out. */
function fill(pieces, values) {
  if (pieces.length === 1) return typeof pieces[0] === 'number' ? values[pieces[0]] : pieces[0];
  return pieces.map((piece) => (typeof piece === 'number' ? values[piece] || (values[piece] === 0 ? 0 : '') : piece)).join('');
}

function parse(source) {
  let holes = 0;
  const pieces = (text) => text.split(/(\u0001)/).filter(Boolean).map((piece) => (piece === HOLE ? holes++ : piece));
  const root = { children: [] };
  const open = [root];
  const text = (raw) => {
    const trimmed = raw.replace(/^\s*\n\s*|\s*\n\s*$/g, '');
    for (const piece of trimmed ? pieces(trimmed) : []) {
      if (typeof piece === 'number' || piece.trim() || !piece.includes('\n')) open.at(-1).children.push([piece]);
    }
  };
  let end = 0;
  for (const found of source.matchAll(TAG)) {
    text(source.slice(end, found.index));
    end = found.index + found[0].length;
    if (found[1][0] === '/') {
      pieces(found[1]);
      open.pop();
    } else {
      const node = { tag: pieces(found[1]), attributes: attributes(found[2], pieces), children: [] };
      open.at(-1).children.push(node);
      if (!found[3]) open.push(node);
    }
  }
  text(source.slice(end));
  if (open.length !== 1) throw new Error(`a template is not closed: ${source}`);
  return root.children;
}

function attributes(text, pieces) {
  return [...text.matchAll(ATTRIBUTE)].map(([whole, name, value]) => {
    if (!name) return ['', pieces(HOLE)];
    if (value === undefined) return [name, [true]];
    const read = pieces(value.replaceAll('"', ''));
    return [name, read.length ? read : ['']];
  });
}
