// What the page asks of the daemon.
let proof = '';

export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function ask(method, path, body) {
  const headers = {};
  if (method !== 'GET') headers['X-CSRF-Token'] = proof;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let answer;
  try {
    answer = await fetch(path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
    });
  } catch {
    throw new Refused(0, '');
  }
  const reply = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, reply.error ?? reply.message ?? `${answer.status}`);
  return reply;
}

export const get = (path) => ask('GET', `/api/v1/${path}`);
export const post = (path, body) => ask('POST', `/api/v1/${path}`, body);

// Who is logged in; null where nobody is.
export async function session() {
  const answer = await get('session');
  proof = answer.session?.csrf ?? '';
  session.canLogIn = answer.can_log_in;
  return answer.session ?? null;
}

export async function login(name, password) {
  const session = await post('login', { name, password });
  proof = session.csrf;
  return session;
}

// One stream of events while the page is seen. A browser opens six connections to one server at
// most, so that a page in the background gives its own back.
export class Stream {
  constructor(handlers, onLost, onEnded) {
    this.handlers = handlers;
    this.onLost = onLost;
    this.onEnded = onEnded;
    this.lastBeat = 0;
    this.isWanted = false;
    document.addEventListener('visibilitychange', () => this.settle());
    setInterval(() => this.watch(), 1000);
  }

  start() { this.isWanted = true; this.settle(); }
  stop() { this.isWanted = false; this.settle(); }

  settle() {
    const shallRun = this.isWanted && !document.hidden;
    if (!shallRun) {
      this.source?.close();
      this.source = null;
    } else if (!this.source) {
      this.open();
    }
  }

  open() {
    this.lastBeat = Date.now();
    const source = new EventSource('/api/events');
    this.source = source;
    const beat = () => { this.lastBeat = Date.now(); };
    source.addEventListener('beat', beat);
    source.addEventListener('logout', () => { this.stop(); this.onEnded(); });
    for (const [topic, handle] of Object.entries(this.handlers)) {
      source.addEventListener(topic, (event) => { beat(); handle(JSON.parse(event.data)); });
    }
    source.onerror = () => {
      this.onLost();
      source.close();
      if (this.source === source) this.source = null;
      setTimeout(() => this.again(), 2000);
    };
  }

  // After a break: a session that ended asks for a login, all else for another try.
  async again() {
    if (!this.isWanted || this.source) return;
    try {
      if (await session()) this.settle(); else { this.stop(); this.onEnded(); }
    } catch {
      setTimeout(() => this.again(), 2000);
    }
  }

  // What is old must not look like now.
  watch() {
    if (this.source && Date.now() - this.lastBeat > 12000) this.onLost();
  }
}
