// The page: login, views, and what happens when somebody presses something.
import { fillIcon } from '/assets/drawing.js';
import { drawLine, drawLost, showReject, showLast, showTrends, showBatch } from '/assets/line.js';
import { openDetail, showAudit, showEvidence, showModels } from '/assets/records.js';
import { login, post, session, Stream } from '/assets/server.js';
import { choose, language, preferred, t } from '/assets/words.js';

const $ = (id) => document.getElementById(id);
let person = null;
let state = null;
const latest = {};

const stream = new Stream(
  {
    state: (value) => { state = value; drawState(); },
    blister: (value) => { latest.blister = value; showLast(value); },
    reject: (value) => { latest.reject = value; showReject(value); },
    trends: (value) => { latest.trends = value; showTrends(value, can('limits'), renewLimits); },
  },
  drawLost,
  () => showLogin(t('login.ended')),
);

function drawState() {
  if (!state) return;
  drawLine(state, can('acknowledge'), acknowledge);
  showBatch(state.batch);
  $('batch-end').disabled = !state.batch;
  $('batch-start').querySelector('button').disabled = Boolean(state.batch && !state.batch.is_automatic);
  $('challenge-start').disabled = state.is_challenging;
  $('challenge-end').disabled = !state.is_challenging;
}

export function can(right) { return person?.rights.includes(right) ?? false; }

// What came of an action: for a while, below the head.
export function tell(sentence, isWrong = false) {
  const message = $('message');
  message.textContent = sentence;
  message.classList.toggle('wrong', isWrong);
  // Above everything, open dialogs too.
  message.hidePopover();
  message.showPopover();
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { message.hidePopover(); }, isWrong ? 15000 : 6000);
}

export async function attempt(work) {
  try {
    const reply = await work();
    if (reply?.message) tell(reply.message);
    return reply;
  } catch (error) {
    if (error.status === 401) showLogin(t('login.ended'));
    else tell(error.status === 0 ? t('lost.word') : error.message, true);
    return null;
  }
}

function acknowledge(id) { attempt(() => post(`alarms/${encodeURIComponent(id)}/acknowledge`)); }

// Old limits, name and reason go into the audit trail: without a reason there are no new ones.
function renewLimits(series) {
  const reason = window.prompt(t('trends.reason', { name: series }))?.trim();
  if (reason) attempt(() => post('trends/baseline', { series, reason }));
}

// Asks before what cannot be taken back.
function confirmed(question) {
  const dialog = $('confirm');
  $('confirm-text').textContent = question;
  dialog.showModal();
  $('confirm-no').focus();
  return new Promise((resolve) => {
    const answer = (value) => { dialog.close(); resolve(value); };
    $('confirm-yes').onclick = () => answer(true);
    $('confirm-no').onclick = () => answer(false);
    dialog.oncancel = () => resolve(false);
  });
}

const views = ['line', 'batch', 'trends', 'evidence', 'models', 'audit'];

function show(view) {
  for (const name of [...views, 'login']) $(`view-${name}`).hidden = name !== view;
  for (const tab of $('tabs').children) {
    if (tab.dataset.view === view) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
  $('chip').hidden = view === 'line' || view === 'login';
  if (view === 'evidence') attempt(() => showEvidence(false));
  if (view === 'models') attempt(() => showModels(can('models'), confirmed));
  if (view === 'audit') attempt(() => showAudit(false));
  if (views.includes(view)) history.replaceState(null, '', `#${view}`);
}

function showLogin(sentence = '') {
  person = null;
  stream.stop();
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
  $('tabs').hidden = true;
  $('logout').hidden = true;
  $('person').textContent = '';
  $('login-error').textContent = sentence;
  show('login');
  $('name').focus();
}

function welcome(who) {
  person = who;
  $('person').textContent = `${who.name} (${t(`role.${who.role}`)})`;
  $('tabs').hidden = false;
  $('logout').hidden = false;
  for (const part of document.querySelectorAll('[data-right]')) part.hidden = !can(part.dataset.right);
  document.querySelector('[data-view=audit]').hidden = !can('audit');
  const wanted = location.hash.slice(1);
  show(views.includes(wanted) && (wanted !== 'audit' || can('audit')) ? wanted : 'line');
  stream.start();
}

$('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const submit = $('login').querySelector('button');
  submit.disabled = true;
  try {
    welcome(await login($('name').value.trim(), $('password').value));
    $('login-error').textContent = '';
  } catch (error) {
    $('login-error').textContent = error.status === 0 ? t('lost.word') : error.message;
  } finally {
    $('password').value = '';
    submit.disabled = false;
  }
});

$('logout').addEventListener('click', async () => {
  await attempt(() => post('logout'));
  showLogin();
});

for (const tab of $('tabs').children) tab.addEventListener('click', () => show(tab.dataset.view));

$('batch-start').addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = { product: $('product').value.trim(), lot: $('lot').value.trim(), force: $('force').checked };
  if ($('expiry').value) body.expiry = $('expiry').value;
  if (await attempt(() => post('batch/start', body))) $('batch-start').reset();
});
$('batch-end').addEventListener('click', async () => {
  if (await confirmed(t('batch.confirm', { lot: state?.batch?.lot ?? '' }))) attempt(() => post('batch/end'));
});
$('challenge-start').addEventListener('click', async () => {
  if (await confirmed(t('challenge.confirm'))) attempt(() => post('challenge/start'));
});
$('challenge-end').addEventListener('click', () => attempt(() => post('challenge/end')));
$('evidence-more').addEventListener('click', () => attempt(() => showEvidence(true)));
$('reason-filter').addEventListener('change', () => attempt(() => showEvidence(false)));
$('audit-more').addEventListener('click', () => attempt(() => showAudit(true)));
$('detail-close').addEventListener('click', () => $('detail').close());
$('reject-picture').addEventListener('click', () => { if (latest.reject) openDetail(latest.reject); });

$('language').addEventListener('change', async () => {
  await choose($('language').value);
  if (person) $('person').textContent = `${person.name} (${t(`role.${person.role}`)})`;
  drawState();
  if (latest.blister) showLast(latest.blister);
  if (latest.reject) showReject(latest.reject);
  if (latest.trends) showTrends(latest.trends, can('limits'), renewLimits);
  const current = $('tabs').querySelector('[aria-current]');
  if (person && current) show(current.dataset.view);
});

async function begin() {
  fillIcon($('banner-icon'), 'waiting');
  await choose(preferred());
  $('language').value = language;
  $('banner-word').textContent = t('state.waiting');
  try {
    const who = await session();
    if (who) welcome(who); else showLogin(session.canLogIn ? '' : t('login.nobody'));
  } catch {
    showLogin(t('lost.word'));
  }
}
begin();
