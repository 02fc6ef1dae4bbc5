// The words of the page in one of its languages, and numbers and times as that language writes them.
const languages = ['en', 'de', 'zh'];
let words = {};
let fallback = {};
export let language = 'en';

async function read(name) {
  const answer = await fetch(`/assets/${name}.json`);
  return answer.ok ? answer.json() : {};
}

// The one chosen before, or the first of the browser's that there is.
export function preferred() {
  let chosen = null;
  try { chosen = localStorage.getItem('language'); } catch { /* storage may be off */ }
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((tag) => languages.includes(tag)) ?? 'en';
}

export async function choose(name) {
  const [chosen, english] = await Promise.all([read(name), name === 'en' ? {} : read('en')]);
  words = chosen;
  fallback = english;
  language = name;
  try { localStorage.setItem('language', name); } catch { /* storage may be off */ }
  document.documentElement.lang = name;
  for (const element of document.querySelectorAll('[data-i18n]')) {
    element.textContent = t(element.dataset.i18n);
  }
  for (const element of document.querySelectorAll('[data-i18n-label]')) {
    element.setAttribute('aria-label', t(element.dataset.i18nLabel));
  }
}

// The text of `key`, with {name} replaced; the key itself where nobody wrote one.
export function t(key, values = {}) {
  let text = words[key] ?? fallback[key] ?? key;
  for (const [name, value] of Object.entries(values)) text = text.replaceAll(`{${name}}`, value);
  return text;
}

// A reject reason or class in words; one that is new keeps its own name.
export function reason(name) {
  const text = t(`reason.${name}`);
  return text.startsWith('reason.') ? name.replaceAll('_', ' ') : text;
}

export function number(value, digits = 0) {
  if (typeof value !== 'number' || !isFinite(value)) return '–';
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(value);
}

// The station's own time of day: its clock is what the records use.
export function clock(time) { return (time ?? '').slice(11, 19); }
export function day(time) { return (time ?? '').slice(0, 19).replace('T', ' '); }
