'use strict';

/* Words are what stands between these, so that a part of a name in code is found too. */
const SEPARATOR = /[\s.,;:()[\]{}<>"'`=/|+*!?$#@&…-]+/;
const MOST_HITS = 12;

/* Search. The index is made when it is first needed: that costs a moment. */

const field = document.getElementById('search');
const hits = document.getElementById('hits');
let index;

function build() {
  lunr.tokenizer.separator = SEPARATOR;
  return lunr(function () {
    this.ref('address');
    this.field('title', { boost: 10 });
    this.field('page', { boost: 5 });
    this.field('text');
    this.metadataWhitelist = ['position'];
    for (const section of searchSections) this.add(section);
  });
}

function words(text) {
  return text.toLowerCase().split(SEPARATOR).filter((word) => word);
}

/* Each word must be there: whole, in another form, or as the beginning of one. Only if nothing has it, a letter or two may differ. */
function find(text) {
  index ??= build();
  const found = (word, fuzzy) => new Map(index.query((query) => {
    query.term(word, { boost: 10 });
    query.term(word, { boost: 2, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
    if (fuzzy) query.term(word, { editDistance: word.length < 7 ? 1 : 2 });
  }).map((hit) => [hit.ref, hit.score]));
  const ofEach = words(text).map((word) => {
    const exact = found(word, false);
    return exact.size > 0 || word.length < 4 ? exact : found(word, true);
  });
  if (ofEach.length === 0) return [];
  return searchSections
    .filter((section) => ofEach.every((scores) => scores.has(section.address)))
    .map((section) => ({ section, score: ofEach.reduce((sum, scores) => sum + scores.get(section.address), 0) }))
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST_HITS)
    .map((hit) => hit.section);
}

/* Some words before and after the first one that was searched for, which is marked. */
function excerpt(text, searched) {
  const lower = text.toLowerCase();
  const places = searched.map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  const from = places.length > 0 ? Math.max(0, Math.min(...places) - 50) : 0;
  const begin = from === 0 ? 0 : text.indexOf(' ', from) + 1;
  const end = begin + 160 < text.length ? text.lastIndexOf(' ', begin + 160) : text.length;
  const part = (begin > 0 ? '… ' : '') + text.slice(begin, Math.max(end, begin + 80)) + (end < text.length ? ' …' : '');
  const line = document.createElement('small');
  const escaped = searched.map((word) => word.replace(/[\\^]/g, '\\$&'));
  for (const piece of part.split(new RegExp(`(${escaped.join('|')})`, 'i'))) {
    const marked = searched.includes(piece.toLowerCase());
    const node = marked ? document.createElement('mark') : document.createTextNode(piece);
    if (marked) node.textContent = piece;
    line.append(node);
  }
  return line;
}

function show() {
  const searched = words(field.value);
  hits.replaceChildren();
  if (searched.length === 0) return;
  hits.style.setProperty('--below-search', `${field.getBoundingClientRect().bottom + 5}px`);
  const found = find(field.value);
  for (const section of found) {
    const link = document.createElement('a');
    link.href = section.address;
    const title = document.createElement('b');
    title.textContent = section.title ? `${section.page}: ${section.title}` : section.page;
    link.append(title, excerpt(section.text, searched));
    hits.append(link);
  }
  if (found.length === 0) {
    const nothing = document.createElement('p');
    nothing.textContent = `Nothing has “${field.value.trim()}” in it.`;
    hits.append(nothing);
  }
}

function clear() {
  field.value = '';
  hits.replaceChildren();
}

field.closest('search').hidden = false;
field.addEventListener('input', show);
field.closest('search').addEventListener('keydown', (event) => {
  const links = [...hits.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  if (event.key === 'Escape') {
    clear();
    field.focus();
  } else if (event.key === 'Enter' && at < 0) {
    links[0]?.click();
  } else if (event.key === 'ArrowDown') {
    links[Math.min(at + 1, links.length - 1)]?.focus();
  } else if (event.key === 'ArrowUp') {
    (links[at - 1] ?? field).focus();
  } else {
    return;
  }
  event.preventDefault();
});
hits.addEventListener('click', (event) => {
  if (event.target.closest('a')) clear();
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.target.matches('input')) {
    event.preventDefault();
    field.focus();
  }
});
document.addEventListener('click', (event) => {
  if (!event.target.closest('search')) hits.replaceChildren();
});

/* The current page, in view in the list of pages. */

const list = document.querySelector('nav .contents');
const current = list.querySelector('[aria-current]')?.getBoundingClientRect();
if (current && current.bottom > innerHeight - 80) list.scrollTop = current.top - innerHeight / 3;

/* A button that copies a block: of a terminal, what is typed. */

function copied(block) {
  const commands = [...block.querySelectorAll('.command')];
  return commands.length > 0 ? commands.map((command) => command.textContent).join('\n') : block.textContent;
}

for (const block of document.querySelectorAll('.listingblock pre')) {
  const text = copied(block);
  const button = document.createElement('button');
  button.className = 'copy';
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(block);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  block.parentElement.append(button);
}
