// The line at one look: state, alarms, last blister, last reject, counts.
import { drawBlister, drawHistogram, drawPareto, drawTrend, element, fillIcon, icon } from '/assets/drawing.js';
import { clock, day, number, reason, t } from '/assets/words.js';

const $ = (id) => document.getElementById(id);
let announced = new Set();

function banner(kind, word, sentence) {
  const shown = $('banner');
  if (!shown.classList.contains(kind)) {
    shown.className = `banner ${kind}`;
    fillIcon($('banner-icon'), kind);
    $('chip').className = `chip ${kind}`;
  }
  put('banner-word', word);
  put('chip', word);
  put('banner-reason', sentence);
  document.title = `${word} · ${$('station').textContent}`;
}

// Writes only what changed: screen readers and the eye stay calm.
function put(id, text) { if ($(id).textContent !== text) $(id).textContent = text; }

export function drawLost() { banner('lost', t('lost.word'), t('lost.text')); }

export function drawLine(state, mayAcknowledge, acknowledge) {
  put('station', state.station);
  if (state.is_alarm) banner('alarm', t('state.alarm'), state.reason ?? '');
  else if (!state.is_ready) banner('notready', t('state.notready'), state.reason ?? '');
  else banner('ready', t('state.ready'), state.is_challenging ? t('challenge.runs') : batchLine(state.batch));

  const batch = state.batch;
  const rejected = batch ? Object.values(batch.rejected).reduce((sum, count) => sum + count, 0) : null;
  put('rate', number(state.blisters_per_minute));
  put('total', number(batch?.total));
  put('rejected', number(rejected));
  put('yield', batch?.total ? `${number(100 * batch.accepted / batch.total, 2)}\u00a0%` : '–');
  drawPareto($('pareto'), batch?.rejected ?? {});
  drawHistogram($('latency'), state.latency);
  put('latency-text', t('latency.text', {
    median: number(state.latency.median_milliseconds, 1), p999: number(state.latency.p999_milliseconds, 1),
  }));
  drawAlarms(state, mayAcknowledge, acknowledge);
  if ($('reject-reason').classList.contains('none')) put('reject-reason', t('reject.none'));
  put('footing', [t('footing.recipe', { recipe: state.recipe }), ...state.models].join('  ·  '));
}

function batchLine(batch) {
  return batch ? t('batch.line', { product: batch.product, lot: batch.lot }) : t('batch.none');
}

function drawAlarms(state, mayAcknowledge, acknowledge) {
  const alarms = [...state.alarms];
  if (state.recording_fault) {
    alarms.push({ id: '', sentence: state.recording_fault, severity: 'warning', since: '', is_acknowledged: true });
  }
  $('alarms').hidden = alarms.length === 0;
  const key = JSON.stringify([alarms, mayAcknowledge, document.documentElement.lang]);
  const list = $('alarm-list');
  // Buttons stay in place while nothing changed, so that a finger meets what it aimed at.
  if (list.dataset.key !== key) {
    list.dataset.key = key;
    list.replaceChildren(...alarms.map((alarm) => alarmRow(alarm, mayAcknowledge, acknowledge)));
  }
  const fresh = alarms.filter((alarm) => !alarm.is_acknowledged && !announced.has(alarm.id));
  if (fresh.length > 0) put('announce', fresh.map((alarm) => alarm.sentence).join('. '));
  announced = new Set(alarms.filter((alarm) => !alarm.is_acknowledged).map((alarm) => alarm.id));
}

function alarmRow(alarm, mayAcknowledge, acknowledge) {
  const word = t(`severity.${alarm.severity}`);
  const row = element('li', { class: `${alarm.severity}${alarm.is_acknowledged ? ' taken' : ''}` },
    icon(alarm.severity === 'alarm' ? 'alarm' : 'notready'),
    element('p', {}, element('b', {}, `${word}: `), element('span', { lang: 'en' }, alarm.sentence)),
    element('time', {}, clock(alarm.since)));
  if (alarm.is_acknowledged) {
    if (alarm.id) row.append(element('span', { class: 'quiet' }, t('alarms.taken')));
  } else if (mayAcknowledge) {
    const button = element('button', { type: 'button' }, t('alarms.acknowledge'));
    button.setAttribute('aria-label', `${t('alarms.acknowledge')}: ${alarm.sentence}`);
    button.addEventListener('click', () => { button.disabled = true; acknowledge(alarm.id); });
    row.append(button);
  }
  return row;
}

// A picture, when it is kept; its place stays empty otherwise.
export function showPicture(id, blister, kind, isKept) {
  const image = $(id);
  image.closest('figure').hidden = !isKept;
  image.hidden = !isKept;
  if (!isKept) return;
  const path = `/api/v1/blisters/${encodeURIComponent(blister.id)}/${kind}`;
  if (image.getAttribute('src') !== path) image.src = path;
  image.alt = t(`${kind}.alt`, { id: blister.id, reasons: blister.reasons.map(reason).join(', ') });
}

export function showReject(blister) {
  put('reject-when', `${blister.id}  ${clock(blister.time)}`);
  $('reject-reason').className = 'reason';
  put('reject-reason', blister.reasons.map(reason).join(', '));
  put('reject-sentence', blister.sentence ?? '');
  showPicture('reject-picture', blister, 'picture', blister.has_picture);
  showPicture('reject-map', blister, 'map', blister.has_map);
}

export function showLast(blister) {
  put('last-when', `${blister.id}  ${clock(blister.time)}`);
  const isGood = blister.verdict === 'accept';
  $('last-verdict').className = `verdict ${isGood ? 'accept' : 'reject'}`;
  put('last-verdict', isGood ? `✓ ${t('last.accept')}`
    : `✕ ${t('last.reject')}: ${blister.reasons.map(reason).join(', ')}`);
  drawBlister($('last-drawing'), blister);
}

export function showTrends(trends, mayRenew, renew) {
  if (trends.length === 0) {
    $('trends').replaceChildren(element('p', { class: 'quiet' }, t('trends.none')));
    return;
  }
  $('trends').replaceChildren(...trends.map((trend) => {
    const rules = [...new Set(trend.alarms.map((alarm) => alarm.rule))].join(', ');
    const unit = trend.unit ? ` (${trend.unit})` : '';
    const card = element('section', { class: 'card' }, element('h2', {}, `${trend.name}${unit}`), drawTrend(trend));
    if (rules) card.append(element('p', { class: 'error' }, `▲ ${rules}`));
    if (trend.capability) card.append(element('p', { class: 'quiet' }, trend.capability));
    if (mayRenew) {
      const button = element('button', { type: 'button' }, t('trends.renew'));
      button.setAttribute('aria-label', `${t('trends.renew')}: ${trend.name}`);
      button.addEventListener('click', () => renew(trend.name));
      card.append(button);
    }
    return card;
  }));
}

export function showBatch(batch) {
  if (!batch) {
    $('batch-facts').replaceChildren(element('dt', {}, t('batch.none')));
    return;
  }
  const rejected = Object.values(batch.rejected).reduce((sum, count) => sum + count, 0);
  const facts = [
    ['batch.number', `${batch.number}`], ['batch.product', batch.product], ['batch.lot', batch.lot],
    ['batch.until', batch.expiry ?? '–'], ['batch.since', day(batch.started)],
    ['figure.total', number(batch.total)], ['batch.accepted', number(batch.accepted)],
    ['figure.rejected', number(rejected)],
  ];
  $('batch-facts').replaceChildren(
    ...facts.flatMap(([key, value]) => [element('dt', {}, t(key)), element('dd', {}, value)]));
}
