// One workload at one rate after the other: figures against the rate.

const runs = JSON.parse(document.getElementById('data').textContent);
const first = runs[0].summary;
const rates = runs.map(run => run.rate ?? 'inf');
/** An infinite rate has no place on an axis. */
const placed = runs.filter(run => run.rate !== null);

function value(run, id) {
  return run.summary.run[id] ? run.summary.run[id].value : null;
}

function metric(run, id, statistic) {
  const figures = run.summary.metrics[id];
  return figures && figures.count ? figures[statistic] : null;
}

function head() {
  const of = first.parameters;
  document.title = 'Volley: ' + runs.length + ' rates';
  document.getElementById('head').append(element('div', {},
    element('p', { class: 'eyebrow' }, 'Volley load test'),
    element('h1', {}, runs[0].simulation + ' at ' + runs.length + ' rates'),
    element('p', { class: 'facts' }, first.started_at.slice(0, 19).replace('T', ' '), ', model ', element('b', {}, of.model || ''), ' at ', element('b', {}, of['base-url'] || '')),
    warnings()));
}

/** Those of every rate, once. */
function warnings() {
  const all = [...new Set(runs.flatMap(run => run.summary.warnings))];
  return all.length ? element('ul', { class: 'warnings' }, all.map(text => element('li', {}, text))) : null;
}

/** A chart of curves {name, of, look} over the rates. */
function curves(caption, name, unit, lines) {
  const shown = lines.filter(each => runs.some(run => each.of(run) !== null));
  if (!shown.length) return null;
  const option = c => ({
    tooltip: { valueFormatter: v => number(v, unit) + ' ' + unit },
    xAxis: { type: 'value', name: 'turns/s asked for', min: 0 },
    yAxis: { type: 'value', min: 0, name: unit, nameGap: 10, axisLabel: { formatter: tick } },
    series: shown.map(each => line(each.name, placed.map(run => [run.rate, each.of(run)]), each.look(c), { showSymbol: true })),
  });
  return figure(caption, 'against the rate', option, {
    name, columns: [{ label: 'rate', unit: 'turns/s' }, ...shown.map(each => ({ label: each.name, unit }))],
    rows: runs.map((run, i) => [rates[i], ...shown.map(each => each.of(run))]),
  });
}

function latency(id, caption) {
  return curves(caption, id + '-against-rate', 'ms', [
    { name: 'median', of: run => metric(run, id, 'median'), look: c => c.accent },
    { name: 'p99', of: run => metric(run, id, 'p99'), look: c => c.faint },
  ]);
}

function charts() {
  section('latency', 'Latency against rate', null, element('div', { class: 'charts' },
    latency('ttft', 'Time to first token (TTFT)'), latency('itl', 'Inter-token latency (ITL)'),
    latency('tpot', 'Time per output token (TPOT)'), latency('e2e_latency', 'End to end (E2E)')));
  section('throughput', 'Throughput and cache', null, element('div', { class: 'charts' },
    curves('Requests', 'throughput-against-rate', 'requests/s', [
      { name: 'completed', of: run => value(run, 'request_throughput'), look: c => c.accent },
      { name: 'asked for', of: run => run.rate, look: c => c.faint }]),
    curves('Output', 'output-against-rate', 'tokens/s', [{ name: 'output', of: run => value(run, 'output_throughput'), look: c => c.accent }]),
    curves('Prefix cache hits, reported', 'hits-against-rate', '%', [{ name: 'hits', of: run => value(run, 'cache_hit_rate'), look: c => c.accent }])));
}

function figures() {
  const columns = [['rate', 'turns/s'], ['completed', 'requests'], ['failed', 'requests'], ['throughput', 'requests/s'], ['output', 'tokens/s'],
    ['TTFT median', 'ms'], ['TTFT p99', 'ms'], ['ITL median', 'ms'], ['E2E median', 'ms'], ['E2E p99', 'ms'], ['cache hits', '%']];
  const spec = {
    name: 'rates', columns: columns.map(([label, unit]) => ({ label, unit })),
    rows: runs.map((run, i) => [rates[i], run.summary.turns.ok, run.summary.turns.failed, value(run, 'request_throughput'), value(run, 'output_throughput'),
      metric(run, 'ttft', 'median'), metric(run, 'ttft', 'p99'), metric(run, 'itl', 'median'), metric(run, 'e2e_latency', 'median'),
      metric(run, 'e2e_latency', 'p99'), value(run, 'cache_hit_rate')]),
  };
  section('rates', 'All rates', ['Each rate has a page of its own: ', runs.map((run, i) => [i ? ', ' : '', element('a', { href: run.folder + '/volley.html' }, rates[i] + '/s')]), '.'],
    panel(spec), runs[0].command ? element('div', {}, element('p', { class: 'lead', style: 'margin-top:20px' }, 'This repeats the run:'), element('pre', {}, runs[0].command)) : null);
}

head();
charts();
figures();
if (runs[0].gatling) document.getElementById('nav').append(element('a', { href: 'index.html' }, 'Gatling\u2019s report \u2197'));
drawAll();
watch();
