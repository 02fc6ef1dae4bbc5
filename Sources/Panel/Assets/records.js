// What is stored: evidence with labels, models, the audit trail.
import { element } from '/assets/drawing.js';
import { showPicture } from '/assets/line.js';
import { attempt, can, tell } from '/assets/panel.js';
import { get, post } from '/assets/server.js';
import { clock, day, reason, t } from '/assets/words.js';

const $ = (id) => document.getElementById(id);
const labels = ['good', 'missing', 'broken', 'dented', 'foreign', 'double'];
const reasons = [
  'missing', 'broken', 'dented', 'undersize', 'oversize', 'double', 'out_of_pocket', 'wrong_product',
  'wrong_colour', 'fragments', 'powder', 'black_spot', 'foreign', 'hair', 'dirty_foil', 'wrinkled_foil',
  'splice', 'step', 'print', 'braille', 'code', 'anomaly', 'undecided', 'unseen', 'late', 'doubled',
];
let nextEvidence = null;
let nextAudit = null;
let evidenceAsk = 0;

export async function showEvidence(isMore) {
  const filter = $('reason-filter');
  const chosen = filter.value;
  filter.replaceChildren(element('option', { value: '' }, t('evidence.all')),
    ...reasons.map((name) => element('option', { value: name }, reason(name))));
  filter.value = chosen;
  const query = new URLSearchParams({ count: '24' });
  if (isMore && nextEvidence) query.set('before', nextEvidence);
  if (chosen) query.set('reason', chosen);
  $('evidence-more').hidden = true;
  if (!isMore) $('evidence').replaceChildren();
  // Only the newest question's answer is shown.
  const ask = evidenceAsk += 1;
  const page = await get(`evidence?${query}`);
  if (ask !== evidenceAsk) return;
  nextEvidence = page.next ?? null;
  $('evidence-more').hidden = !nextEvidence;
  const rows = page.blisters.map(thumb);
  $('evidence').append(...rows);
  if (!isMore && rows.length === 0) {
    $('evidence').append(element('li', { class: 'quiet' }, t('evidence.none')));
  }
}

function thumb(blister) {
  const button = element('button', { type: 'button' });
  if (blister.has_picture) {
    button.append(element('img', {
      src: `/api/v1/blisters/${encodeURIComponent(blister.id)}/picture`, alt: '', loading: 'lazy',
    }));
  }
  button.append(element('b', {}, blister.reasons.map(reason).join(', ')),
    element('span', {}, `${blister.id}  ${clock(blister.time)}`));
  button.addEventListener('click', () => openDetail(blister));
  return element('li', {}, button);
}

export function openDetail(blister) {
  $('detail-title').textContent = `${blister.reasons.map(reason).join(', ')}  ·  ${blister.id}  ·  ${day(blister.time)}`;
  $('detail-sentence').textContent = blister.sentence ?? '';
  showPicture('detail-picture', blister, 'picture', blister.has_picture);
  showPicture('detail-map', blister, 'map', blister.has_map);
  $('labels').hidden = !can('label');
  const draw = (current) => {
    $('label-buttons').replaceChildren(...labels.map((name) => {
      const button = element('button', { type: 'button', 'aria-pressed': `${name === current}` }, reason(name));
      if (name === current) button.className = 'primary';
      button.addEventListener('click', async () => {
        const reply = await attempt(() => post(`blisters/${encodeURIComponent(blister.id)}/label`, { class: name }));
        if (!reply) return;
        blister.label = name;
        draw(name);
      });
      return button;
    }));
  };
  draw(blister.label);
  $('detail').showModal();
}

export async function showModels(mayChange, confirmed) {
  const models = await get('models');
  $('models').replaceChildren(...models.map((model) => {
    const row = element('li', {}, element('div', {},
      element('b', {}, model.name), ` · ${model.task} · ${model.digest}`,
      element('p', { class: model.is_live ? 'live' : 'quiet' },
        model.is_live ? `✓ ${t('models.live')}: ${model.sentence}` : model.sentence)));
    if (mayChange) {
      const action = model.is_live ? 'rollback' : 'install';
      const button = element('button', { type: 'button' }, t(`models.${action}`));
      button.setAttribute('aria-label', `${t(`models.${action}`)}: ${model.name}`);
      button.addEventListener('click', async () => {
        if (!await confirmed(t(`models.confirm.${action}`, { name: model.name }))) return;
        const reply = await attempt(() => post(`models/${encodeURIComponent(model.name)}/${action}`));
        if (reply) await showModels(mayChange, confirmed);
        if (reply) tell(reply.message);
      });
      row.append(button);
    }
    return row;
  }));
  if (models.length === 0) $('models').append(element('li', { class: 'quiet' }, t('models.none')));
}

export async function showAudit(isMore) {
  const query = new URLSearchParams({ count: '50' });
  if (isMore && nextAudit !== null) query.set('before', `${nextAudit}`);
  const lines = await get(`audit?${query}`);
  const rows = lines.map((line) => element('tr', {},
    ...[`${line.number}`, day(line.time), line.person, line.event, line.detail].map((text) => element('td', {}, text))));
  if (isMore) $('audit').append(...rows);
  else $('audit').replaceChildren(...rows);
  nextAudit = lines.at(-1)?.number ?? null;
  $('audit-more').hidden = lines.length < 50;
}
