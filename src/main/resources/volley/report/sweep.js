// One workload at one rate after the other: figures against the rate.

const runs = data;
const summaries = runs.map(run => run.summary);
const rates = runs.map(run => run.rate ?? 'inf');
/** An infinite rate has no place on an axis. */
const placed = runs.filter(run => run.rate !== null);

/** Place of the highest rate with which it keeps up, as with every lower one; -1 if with none. */
function kneePlace() {
  return lastThatHolds(placed, keepsUp);
}

/** The knee as a mark on charts over the rate; none where the server keeps up with every rate. */
function kneeMark() {
  const place = kneePlace();
  return place < 0 || place === placed.length - 1 ? null
    : { at: placed[place].rate, label: 'keeps up', share: placed[place].rate / placed[placed.length - 1].rate };
}

/** What the sweep says. */
function answer() {
  if (!placed.length) return '';
  const place = kneePlace();
  const ttft = run => metric(run, 'ttft', 'median');
  const at = run => 'at ' + run.rate + '/s it serves ' + short(value(run, 'request_throughput')) + '/s, with a median TTFT of ' + time(ttft(run));
  const objectives = placed.filter(run => run.summary.slo && run.summary.slo.length);
  const missed = objectives.findIndex(run => !met(run));
  const carries = !objectives.length ? '' : missed < 0 ? ' It meets every objective at every rate.'
    : missed === 0 ? ' It misses an objective at every rate from ' + objectives[0].rate + '/s on.' : ' It meets every objective up to ' + objectives[missed - 1].rate + ' turns/s.';
  if (place < 0) return 'The server keeps up with none of the rates: ' + at(placed[0]) + '.' + carries;
  if (place === placed.length - 1) return 'The server keeps up with every rate tried: ' + at(placed[place]) + '.' + carries;
  return 'The server keeps up with ' + placed[place].rate + ' turns/s (median TTFT ' + time(ttft(placed[place])) + '); ' + at(placed[place + 1]) + '.' + carries;
}

function head() {
  const simulation = runs.length ? runs[0].simulation : 'A sweep';
  masthead(simulation + ' at ' + plural(runs.length, 'rate'), plural(runs.length, 'rate'), [answerOf({ answer: answer() }), facts(summaries)],
    [...new Set(summaries.flatMap(summary => summary.warnings))], cards());
}

/** What the load did to each figure: at the lowest rate, and at the highest. */
function cards() {
  if (!runs.length) return null;
  const last = runs.length - 1;
  const turns = name => summaries.reduce((sum, summary) => sum + summary.turns[name], 0);
  const lost = turns('planned') - turns('ok');
  const card = (name, unit, of) => {
    const values = runs.map(of);
    return values.some(each => each !== null) ? tile(name, short(values[0]), unit,
      ['at ' + rates[0] + '/s', last ? element('div', {}, short(values[last]) + ' ' + unit + ' at ' + rates[last] + '/s') : null]) : null;
  };
  return tiles([
    tile('Turns completed', whole.format(turns('ok')), 'of ' + whole.format(turns('planned')), lost ? plural(lost, 'turn') + ' without an answer' : 'none failed'),
    card('TTFT, median', 'ms', run => metric(run, 'ttft', 'median')), card('TTFT, p99', 'ms', run => metric(run, 'ttft', 'p99')),
    card('E2E, median', 'ms', run => metric(run, 'e2e_latency', 'median')), card('Output', 'tokens/s', run => value(run, 'output_throughput')),
    card('Prefix cache hits', '%', run => value(run, 'cache_hit_rate')),
  ]);
}

/** A chart of lines {name, of, look} over the rates; its table has the infinite rate too. */
function overRates(caption, name, unit, lines) {
  return lineChart(caption, 'against the rate', name, {
    series: lines.map(each => ({ ...each, points: placed.map(run => [run.rate, each.of(run)]) })), unit,
    x: { type: 'value', name: 'turns/s asked for', min: 0, column: { label: 'rate', unit: 'turns/s' } },
    y: { type: 'value', min: 0, name: unit, nameGap: 10, axisLabel: { formatter: tick } },
    rows: shown => runs.map((run, i) => [rates[i], ...shown.map(each => each.of(run))]), mark: kneeMark(),
  });
}

function latency(id, caption) {
  return overRates(caption, id + '-against-rate', 'ms', [
    { name: 'median', of: run => metric(run, id, 'median'), look: c => c.accent },
    { name: 'p99', of: run => metric(run, id, 'p99'), look: c => c.faint },
  ]);
}

function againstRate() {
  section('latency', 'Latency against rate', null, charts(
    latency('ttft', 'Time to first token (TTFT)'), latency('itl', 'Inter-token latency (ITL)'),
    latency('tpot', 'Time per output token (TPOT)'), latency('e2e_latency', 'End to end (E2E)')));
  const one = (caption, name, unit, id) => overRates(caption, name, unit, [{ name: caption, of: run => value(run, id), look: c => c.accent }]);
  section('throughput', 'Throughput and cache', null, charts(
    overRates('Requests', 'throughput-against-rate', 'requests/s', [
      { name: 'completed', of: run => value(run, 'request_throughput'), look: c => c.accent },
      { name: 'asked for', of: run => run.rate, look: c => c.faint }]),
    one('Output', 'output-against-rate', 'tokens/s', 'output_throughput'),
    one('Prefix cache hits, reported', 'hits-against-rate', '%', 'cache_hit_rate')));
}

/** What one user gets against what all get: the trade that a load is chosen by. */
function perUser() {
  if (runs.length < 2) return;
  const points = runs.map(run => [value(run, 'output_throughput'), perSecondOf(metric(run, 'tpot', 'mean'))]);
  const knee = placed[kneePlace()];
  const chart = userChart('a point for each rate', [{ name: 'tokens/s of a user', points, look: c => c.accent,
    labels: new Map(points.map((point, i) => [point, rates[i] + '/s'])), knee: knee && points[runs.indexOf(knee)][0] }]);
  if (chart) section('users', 'A user and all of them', 'Of a user: 1 / mean TPOT. The diamond is the highest rate that the server keeps up with.', charts(chart));
}

function figures() {
  if (!runs.length) return;
  const columns = [['rate', 'turns/s'], ['completed', 'requests'], ['failed', 'requests'], ['throughput', 'requests/s'], ['output', 'tokens/s'],
    ['TTFT median', 'ms'], ['TTFT p99', 'ms'], ['ITL median', 'ms'], ['E2E median', 'ms'], ['E2E p99', 'ms'], ['cache hits', '%']];
  section('rates', 'All rates', ['Each rate has a page of its own: ', runs.map((run, i) => [i ? ', ' : '', element('a', { href: run.folder + '/volley.html' }, rates[i] + '/s')]), '.'],
    panel({
      name: 'rates', columns: columns.map(([label, unit]) => ({ label, unit })),
      rows: runs.map((run, i) => [rates[i], run.summary.turns.ok, run.summary.turns.failed, value(run, 'request_throughput'), value(run, 'output_throughput'),
        metric(run, 'ttft', 'median'), metric(run, 'ttft', 'p99'), metric(run, 'itl', 'median'), metric(run, 'e2e_latency', 'median'),
        metric(run, 'e2e_latency', 'p99'), value(run, 'cache_hit_rate')]),
    }));
}

head();
if (runs.some(run => run.gatling)) link('Gatling\u2019s report \u2197', 'index.html');
againstRate();
perUser();
figures();
configuration(runs.map((run, i) => ({ name: rates[i] + '/s', summaries: [run.summary] })), runs.map(run => run.command).find(Boolean));
show();
