// Runs side by side; the first is what the others are compared with.

const runs = JSON.parse(document.getElementById('data').textContent);
const first = runs[0];
const names = runs.map((run, i) => '[' + (i + 1) + '] ' + run.name);

function label(id) {
  return first.labels[id] ? first.labels[id].label : id.replaceAll('_', ' ');
}

/** Told apart by stroke as well as by shade. */
function stroke(c, index) {
  const colour = [c.faint, c.accent, c.text][index % 3];
  return { lineStyle: { width: 1.75, color: colour, type: ['solid', 'dashed', 'dotted'][Math.floor(index / 3) % 3] }, itemStyle: { color: colour } };
}

function head() {
  const plans = new Set(runs.map(run => run.summary.plan_sha256)).size;
  document.title = 'Volley: ' + runs.length + ' runs';
  document.getElementById('head').append(element('div', {},
    element('p', { class: 'eyebrow' }, 'Volley load test'),
    element('h1', {}, runs.length + ' runs side by side'),
    runs.map((run, i) => element('p', { class: 'facts' }, element('b', {}, names[i]), ' ' + run.summary.started_at.slice(0, 19).replace('T', ' ')
      + ', ' + (run.summary.parameters.model || '') + ' at ' + (run.summary.parameters['base-url'] || ''))),
    plans > 1 ? element('ul', { class: 'warnings' }, element('li', {}, 'The runs had ' + plans + ' different plans: their figures are of different work.')) : null));
}

function change(from, to) {
  return typeof from === 'number' && typeof to === 'number' && from !== 0 ? 100 * (to / from - 1) : null;
}

/** A table of values by run, each but the first with its change. */
function sideBySide(name, headLabel, rows) {
  const shown = rows.filter(row => row.values.some(value => value !== null && value !== undefined));
  return {
    name, ids: shown.map(row => row.id), units: shown.map(row => row.unit),
    columns: [{ label: headLabel }, { label: 'unit', text: 'unit' },
      ...names.flatMap((run, i) => i ? [{ label: '[' + (i + 1) + ']' }, { label: 'change', unit: '%' }] : [{ label: '[1]' }])],
    rows: shown.map(row => [row.label, row.unit, ...row.values.flatMap((value, i) => i ? [value, change(row.values[0], value)] : [value])]),
  };
}

function figures() {
  const ofRun = Object.keys(first.summary.run).map(id => ({
    id, label: label(id), unit: first.summary.run[id].unit, values: runs.map(run => run.summary.run[id] ? run.summary.run[id].value : null),
  }));
  const ofRequests = Object.keys(first.summary.metrics).flatMap(id => ['median', 'p99'].map(figure => ({
    id: id + '-' + figure, label: label(id) + ', ' + figure, unit: first.summary.metrics[id].unit,
    values: runs.map(run => run.summary.metrics[id] ? run.summary.metrics[id][figure] : null),
  })));
  section('figures', 'Figures', null, panel(sideBySide('metrics', 'Per completed request', ofRequests)), panel(sideBySide('run', 'Of the run', ofRun)));
}

/** A chart with a line for each run that has points, over a table of all their x values. */
function lines(caption, note, name, pointsOf, axes, unit) {
  const all = runs.map(pointsOf);
  if (!all.some(points => points.length)) return null;
  const xs = [...new Set(all.flatMap(points => points.map(point => point[axes.key])))].sort((a, b) => a - b);
  const at = (points, x) => { const found = points.find(point => point[axes.key] === x); return found ? found[1 - axes.key] : null; };
  const option = c => ({
    tooltip: axes.tooltip,
    xAxis: axes.x, yAxis: axes.y,
    grid: { left: 6, right: 20, top: 20 + 20 * runs.length, bottom: 26, containLabel: true },
    legend: { top: 2, left: 4, orient: 'vertical', icon: 'roundRect', itemWidth: 14, itemHeight: 3, textStyle: { color: c.muted, fontSize: 12 } },
    series: all.map((points, i) => line(names[i], points, c.faint, { showSymbol: points.length < 12, ...stroke(c, i) })),
  });
  return figure(caption, note, option, {
    name, columns: [{ label: axes.label, kind: axes.kind, unit: axes.unit }, ...names.map(run => ({ label: run, unit }))],
    rows: xs.map(x => [x, ...all.map(points => at(points, x))]),
  });
}

function distributions() {
  const axes = {
    key: 1, label: 'percentile', tooltip: { show: false },
    x: { type: 'value', name: 'ms', axisLabel: { formatter: tick } }, y: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' } },
  };
  section('distributions', 'Distributions', 'Share of values at or below a time.', element('div', { class: 'charts' },
    ['ttft', 'itl', 'tpot', 'e2e_latency'].map(id => lines(label(id), null, id + '-distribution',
      run => run.distributions[id] ? run.distributions[id].points.map(([share, value]) => [value, share]) : [], axes, 'ms'))));
}

function turns() {
  const axes = (unit, y) => ({
    key: 0, label: 'turn', kind: 'requests', tooltip: { valueFormatter: value => number(value, unit) + ' ' + unit },
    x: { type: 'value', name: 'turn', min: 1, max: 'dataMax', minInterval: 1 }, y,
  });
  section('turns', 'By turn', null, element('div', { class: 'charts' },
    lines('TTFT, median', 'by turn', 'ttft-by-turn', run => run.by_turn.filter(row => row.ttft_p50 !== null).map(row => [row.turn, row.ttft_p50]),
      axes('ms', { type: 'value', name: 'ms', axisLabel: { formatter: tick } }), 'ms'),
    lines('Reported hit rate', 'of prompt tokens, by turn', 'hit-rate-by-turn', run => run.lens
      ? run.lens.by_turn.filter(row => row.reporting).map(row => [row.turn + 1, share(row.cached_tokens, row.reporting_prompt_tokens)]) : [],
    axes('%', { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' } }), '%')));
}

head();
distributions();
turns();
figures();
drawAll();
watch();
