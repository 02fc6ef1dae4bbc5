// Drawings as SVG: the blister, charts, icons.
import { number, reason, t } from '/assets/words.js';

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'class') made.className = value; else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const icons = {
  ready: ['M32 5a27 27 0 1 0 .01 0z', 'M19 33l9 10 18-22'],
  notready: ['M21 4h22l17 17v22L43 60H21L4 43V21z', 'M20 32h24'],
  alarm: ['M32 6L61 57H3z', 'M32 25v15', 'M32 48v.5'],
  lost: ['M6 25a37 37 0 0 1 52 0', 'M16 36a23 23 0 0 1 32 0', 'M32 50v.5', 'M10 56L54 8'],
  waiting: ['M32 5a27 27 0 1 0 .01 0z', 'M32 17v16l10 7'],
};

export function fillIcon(target, name) {
  target.replaceChildren(...icons[name].map((d) => svg('path', { d })));
}

export function icon(name) {
  const drawn = svg('svg', { viewBox: '0 0 64 64', 'aria-hidden': 'true' });
  fillIcon(drawn, name);
  return drawn;
}

// The blister from above; bad pockets have a cross, so that colour is not all that tells.
export function drawBlister(target, blister) {
  const { width_millimetres: width, length_millimetres: length } = blister;
  const bad = blister.pockets.filter((pocket) => !pocket.is_good);
  const label = bad.length === 0
    ? t('last.allgood', { count: number(blister.pockets.length) })
    : bad.map((p) => t('last.pocket', { pocket: p.index, what: reason(p.classification) })).join(', ');
  const drawn = svg('svg', { viewBox: `-1 -1 ${width + 2} ${length + 2}`, role: 'img', 'aria-label': label });
  drawn.append(svg('rect', { width, height: length, rx: 3, class: 'foil' }));
  for (const pocket of blister.pockets) {
    const turn = `rotate(${pocket.angle} ${pocket.x} ${pocket.y})`;
    drawn.append(svg('rect', {
      x: pocket.x - pocket.length / 2, y: pocket.y - pocket.width / 2, width: pocket.length,
      height: pocket.width, rx: pocket.width / 2, transform: turn,
      class: pocket.is_good ? 'pocket good' : 'pocket bad',
    }));
    const r = Math.min(pocket.width, pocket.length) / 3.2;
    if (pocket.is_good) {
      drawn.append(svg('text', { x: pocket.x, y: pocket.y, class: 'pocket-number' }, `${pocket.index}`));
    } else {
      const { x, y } = pocket;
      drawn.append(svg('path', {
        d: `M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`,
        class: 'pocket-mark',
      }));
    }
  }
  target.replaceChildren(drawn);
}

// Reasons with bars, most frequent first.
export function drawPareto(target, counts) {
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  if (rows.length === 0) {
    target.replaceChildren(element('p', { class: 'quiet' }, t('pareto.none')));
    return;
  }
  const sum = rows.reduce((all, row) => all + row[1], 0);
  const table = element('table', { class: 'bars' });
  for (const [name, count] of rows.slice(0, 8)) {
    const bar = svg('svg', { viewBox: '0 0 100 16', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { width: Math.max(1, 100 * count / rows[0][1]), height: 16 }));
    table.append(element('tr', {},
      element('th', { scope: 'row' }, reason(name)), element('td', {}, bar),
      element('td', { class: 'count' }, number(count)),
      element('td', { class: 'count' }, `${number(100 * count / sum)} %`)));
  }
  target.replaceChildren(table);
}

export function drawHistogram(target, histogram) {
  const { limits_milliseconds: limits, counts } = histogram;
  if (counts.length === 0) { target.replaceChildren(); return; }
  const [width, height, foot] = [320, 150, 18];
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  const drawn = svg('svg', {
    viewBox: `0 0 ${width} ${height}`, class: 'chart', role: 'img', 'aria-label': t('latency.title'),
  });
  counts.forEach((count, index) => {
    const tall = (height - foot - 4) * count / most;
    drawn.append(svg('rect', {
      x: index * step + 2, y: height - foot - tall, width: step - 4, height: tall, class: 'bar',
    }));
    if (index < limits.length) {
      drawn.append(svg('text', { x: (index + 1) * step, y: height - 4, 'text-anchor': 'middle' },
        `${limits[index]}`));
    }
  });
  drawn.append(svg('path', { d: `M0 ${height - foot}H${width}`, class: 'axis' }));
  target.replaceChildren(drawn);
}

// A control chart: points, centre, limits; alarms are triangles that name their rule.
export function drawTrend(trend) {
  const [width, height, left] = [560, 200, 46];
  const values = [...trend.points, trend.lower, trend.upper, trend.centre]
    .filter((value) => typeof value === 'number');
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const y = (value) => height - 14 - (height - 28) * (value - low) / span;
  const x = (index) => left + (width - left - 10) * index / Math.max(1, trend.points.length - 1);
  const last = trend.points.at(-1);
  const drawn = svg('svg', {
    viewBox: `0 0 ${width} ${height}`, class: 'chart', role: 'img',
    'aria-label': t('trends.describe', {
      name: trend.name, last: number(last, 2), unit: trend.unit, alarms: number(trend.alarms.length),
    }),
  });
  for (const [value, kind] of [[trend.centre, 'centre'], [trend.lower, 'limit'], [trend.upper, 'limit']]) {
    if (typeof value !== 'number') continue;
    drawn.append(svg('path', { d: `M${left} ${y(value)}H${width - 10}`, class: kind }));
    drawn.append(svg('text', { x: left - 5, y: y(value) + 4, 'text-anchor': 'end' }, number(value, 1)));
  }
  drawn.append(svg('polyline', {
    points: trend.points.map((value, index) => `${x(index)},${y(value)}`).join(' '), class: 'points',
  }));
  for (const alarm of trend.alarms) {
    const [cx, cy] = [x(alarm.index), y(trend.points[alarm.index])];
    drawn.append(svg('path', { d: `M${cx} ${cy - 8}l7 13h-14z`, class: 'out' },
      svg('title', {}, alarm.rule)));
  }
  return drawn;
}
