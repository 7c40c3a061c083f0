// Servers under one plan: which differences are real, then every figure. From comparison.json and the runs' summaries.

const { comparison, runs } = data;
const { servers, differences } = comparison;
const summaries = runs.map(run => run.summary);
const METRICS = { ttft: 'Time to first token (TTFT)', tpot: 'Time per output token (TPOT)', e2e_latency: 'End-to-end latency (E2E)' };
const SHORT = { ttft: 'TTFT', tpot: 'TPOT', e2e_latency: 'E2E' };

function mean(values) {
  const known = values.filter(value => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

function percentOf(rate) {
  return rate === null ? null : 100 * rate;
}

/** As a reader is told it. Files of earlier versions have no verdict. */
function verdictOf(each) {
  return each.verdict ? each.verdict.replaceAll('_', ' ') : each.real ? 'real' : 'not shown';
}

function figureName(each) {
  return (METRICS[each.metric] || each.metric) + (each.statistic ? ', ' + each.statistic : '');
}

function head() {
  const names = servers.map(server => server.name).join(', ');
  masthead(plural(servers.length, 'server') + ' under one plan', names,
    [answerOf(comparison), facts(summaries.length ? summaries : [{ plan_sha256: comparison.plan_sha256, versions: {}, parameters: {} }], element('b', {}, names),
      ...(summaries.length ? [fact('simulation ', alike(summaries.map(summary => summary.simulation.split(' ')[0])))] : []))],
    comparison.notes, tiles(servers.map(card)), findings('ttft'));
}

function card(server, i) {
  const p99 = server.p99_ms && server.p99_ms.ttft ? server.p99_ms.ttft.value : null;
  const more = [[p99, value => time(value) + ' p99'], [mean(server.requests_per_second), value => short(value) + ' requests/s'], [percentOf(server.hit_rate), value => short(value) + '\u00a0% hits'],
    [tierRate(server, 'host'), value => short(value) + '\u00a0% from the host']]
    .filter(([value]) => value !== null).map(([value, said]) => said(value));
  const ttft = mean(server.mean_ms.ttft);
  return tile([swatch({ swatches: true }, i), server.name + ', TTFT mean'], ...(ttft === null ? [short(ttft), 'ms'] : time(ttft).split('\u00a0')), more.join(', '));
}

/** A card for each difference between neighbours, in the order of the servers. */
function findings(metric) {
  const place = name => servers.findIndex(server => server.name === name);
  return tiles(differences.filter(each => each.metric === metric && place(each.to) === place(each.from) + 1).map(each =>
    tile(SHORT[metric] + (each.statistic === 'p99' ? ' p99' : '') + ', ' + each.from + ' \u2192 ' + each.to, signed(each.difference_ms, 'ms'),
      verdictOf(each) + withPercent(change(each.from_ms, each.to_ms)), unbroken(each.sentence), each.real ? 'sure' : 'unsure')), 'broad');
}

function withPercent(value) {
  return value === null ? '' : ', ' + signed(value, '%');
}

function byServer(pointsOf) {
  return servers.map(server => ({ name: server.name, points: pointsOf(server) }));
}

function distribution(id) {
  return distributionsChart(METRICS[id], id + '-distribution',
    byServer(server => server.distributions && server.distributions[id] ? server.distributions[id].points : []), 'ms', 'share of requests at or below a time');
}

/** Whether the rates were played, not computed. Files of earlier versions have computed ones only. */
function measured() {
  return comparison.rates && comparison.rates.unit === 'repeat';
}

/** A server's figures over the rates; undefined if it has none. */
function curveOf(name) {
  return comparison.curves.find(each => each.name === name);
}

/** A figure over the rates, each curve in the colour of its server. */
function overRate(caption, id, unit) {
  return lineChart(caption, measured() ? 'against the rate' : 'against the rate, in virtual time', id.replaceAll('_', '-') + '-over-rate', {
    series: byServer(({ name }) => {
      const curve = curveOf(name);
      return curve && curve[id] ? curve.requests_per_second.map((rate, i) => [rate, curve[id][i]]) : [];
    }).map(each => ({ ...each, knee: carriedBy(each.name) })),
    unit,
    x: { type: 'value', name: 'turns/s asked for', min: 0, column: { label: 'rate', unit: 'turns/s' } },
    y: { type: 'value', min: 0, name: unit, nameGap: 10, axisLabel: { formatter: tick } },
  });
}

/** The rate that a server carries, or keeps up with; null if none. */
function carriedBy(name) {
  const found = comparison.rates.carried.find(each => each.name === name);
  return found ? found.requests_per_second : null;
}

/** What one user gets against what all get, a point for each rate. */
function users() {
  return userChart('a point for each rate', byServer(() => []).map(({ name }) => {
    const curve = curveOf(name);
    if (!curve || !curve.mean_tpot_ms) return { name, points: [] };
    const points = curve.requests_per_second.map((rate, i) => [curve.output_tokens_per_second[i], perSecondOf(curve.mean_tpot_ms[i])]);
    const knee = curve.requests_per_second.indexOf(carriedBy(name));
    return { name, points, labels: new Map(points.map((point, i) => [point, short(curve.requests_per_second[i]) + '/s'])), knee: knee < 0 ? null : points[knee][0] };
  }));
}

/** What each server carries, and how neighbours differ at equal rates. */
function rates() {
  if (!comparison.rates) return;
  const { objectives, carried, gpu_hour_price, differences: atRates } = comparison.rates;
  const what = objectives ? 'carried under ' + objectives : 'keeps up with';
  const place = name => servers.findIndex(server => server.name === name);
  const shown = atRates.filter(each => place(each.to) === place(each.from) + 1);
  section('rates', 'Over the rate', 'A server keeps up with a rate if it serves 90 % of it, and of every lower one, as they were drawn. At equal rates the ' + (measured() ? 'repeats' : 'seeds') + ' are the unit. A diamond marks what a server ' + (objectives ? 'carries' : 'keeps up with') + '; of a user: 1 / mean TPOT.',
    charts(overRate('TTFT, mean', 'mean_ttft_ms', 'ms'), overRate('TTFT, p99', 'p99_ttft_ms', 'ms'), overRate('Served', 'served_per_second', 'requests/s'), overRate('Output', 'output_tokens_per_second', 'tokens/s'), users()),
    panel({ name: 'carried', swatches: true,
      columns: [{ label: 'Server' }, { label: what, unit: 'turns/s' }, ...(gpu_hour_price ? [{ label: 'price of a million output tokens' }] : [])],
      rows: carried.map(each => [each.name, each.requests_per_second, ...(gpu_hour_price ? [each.price_per_million_output_tokens ?? null] : [])]) }),
    panel({ name: 'at-equal-rates', classes: shown.map(each => each.verdict === 'real' ? 'sure' : 'unsure'),
      columns: [{ label: 'Rate', unit: 'turns/s' }, { label: 'TTFT', text: 'unit' }, { label: 'from', text: 'unit' }, { label: 'to', text: 'unit' }, ...['from', 'to', '95 % from', '95 % to'].map(name => ({ label: name, unit: 'ms' })), { label: 'change', unit: '%' }, { label: 'result', text: 'unit' }],
      rows: shown.map(each => [each.requests_per_second, each.statistic, each.from, each.to, each.from_ms, each.to_ms, each.low_ms, each.high_ms, change(each.from_ms, each.to_ms), verdictOf(each)]) }));
}

function timesAndHits() {
  section('ttft', 'Time to first token and cache', null, charts(distribution('ttft'),
    hitRateChart('Cache hit rate', 'round', byServer(server => server.hit_rate_by_round.map((rate, i) => [i + 1, percentOf(rate)])))));
  section('other', 'The other metrics', null, charts(distribution('tpot'), distribution('e2e_latency')), findings('tpot'), findings('e2e_latency'));
}

/** How the differences were judged, in words. */
function ruleText() {
  const rule = comparison.rule || {};
  const unit = { seed: 'seed (the same conversations, arrivals and order drawn anew)', stretch: 'stretch of the run (it has arrivals of its own, so that another run would be the same)' }[rule.unit] || 'repeat of the plan';
  return 'Turns are paired by conversation and place in it. The unit is the ' + unit + ', not the request: the interval is Student\u2019s t over the differences of the pairs of runs, '
    + 'so wide that all figures of two servers hold at once with 95 %. A difference is called real from ' + (rule.fewest_runs || 3) + ' of them on, if that interval and, of a mean, a bootstrap over whole conversations '
    + 'both exclude zero and it is as large as what matters: ' + rule.smallest_percent + ' %, of TTFT ' + rule.smallest_ttft_ms + ' ms at least. How many more would do follows from the variance seen.';
}

/** The percentiles of all requests of a server, with what order statistics say of them. */
function p99s() {
  const rows = servers.flatMap(server => Object.entries(server.p99_ms || {}).map(([id, p99]) => [server.name, METRICS[id] || id, p99.value, p99.low, p99.high]));
  return rows.length ? panel({ name: 'p99', columns: [{ label: 'Server' }, { label: 'p99 of', text: 'unit' }, ...['p99', '95 % from', '95 % to'].map(name => ({ label: name, unit: 'ms' }))], rows }) : null;
}

/** The part of the prompt tokens that came from a tier of the cache, in per cent; null where the server does not tell. */
function tierRate(server, tier) {
  return percentOf((server.hit_rate_by_tier || {})[tier] ?? null);
}

function figures() {
  const tiers = ['device', 'host', 'storage'].filter(tier => servers.some(server => tierRate(server, tier) !== null));
  section('servers', 'Servers', 'Means over the runs of each server.', servers.length ? panel({
    name: 'servers', swatches: true,
    columns: [{ label: 'Server' }, ...Object.values(SHORT).map(name => ({ label: name, unit: 'ms' })), { label: 'throughput', unit: 'requests/s' },
      { label: 'hit rate', unit: '%' }, ...tiers.map(tier => ({ label: 'from ' + tier, unit: '%' })), { label: 'completed', unit: 'requests' }, { label: 'planned', unit: 'requests' }, { label: 'runs', kind: 'requests' }],
    rows: servers.map(server => [server.name, ...Object.keys(METRICS).map(id => mean(server.mean_ms[id])), mean(server.requests_per_second),
      percentOf(server.hit_rate), ...tiers.map(tier => tierRate(server, tier)), server.turns_completed, server.turns_planned, server.runs]),
  }) : null, p99s());
  section('differences', 'Every difference', ruleText(), differences.length ? panel({
    name: 'differences', classes: differences.map(each => each.real ? 'sure' : 'unsure'),
    columns: [{ label: 'Metric' }, { label: 'from', text: 'unit' }, { label: 'to', text: 'unit' }, ...['from', 'to', 'difference', '95 % from', '95 % to', 'matters from'].map(name => ({ label: name, unit: 'ms' })),
      { label: 'change', unit: '%' }, { label: { seed: 'seeds', stretch: 'stretches' }[(comparison.rule || {}).unit] || 'repeats', kind: 'requests' }, { label: 'pairs', kind: 'requests' }, { label: 'result', text: 'unit' }],
    rows: differences.map(each => [figureName(each), each.from, each.to, each.from_ms, each.to_ms, each.difference_ms, each.low_ms, each.high_ms, each.smallest_ms,
      change(each.from_ms, each.to_ms), each.repeats, each.pairs, verdictOf(each) + (each.further_runs ? ', ' + whole.format(each.further_runs) + ' more would do' : '')]),
  }) : element('p', {}, 'No turn was completed on two servers, so there is none.'));
}

function settings() {
  const groups = servers.map(server => ({ name: server.name, summaries: runs.filter(run => run.server === server.name).map(run => run.summary) }));
  const pages = runs.filter(run => run.page);
  configuration(groups.filter(group => group.summaries.length), data.command, null, element('p', { class: 'lead after' },
    pages.length ? ['Pages of the runs: ', pages.map((run, i) => [i ? ', ' : '', element('a', { href: run.page }, run.folder)]), '. '] : null,
    'The figures of this page are in ', element('a', { href: 'comparison.json' }, 'comparison.json'), '.'));
}

head();
if (data.gatling) link('Gatling\u2019s report \u2197', 'index.html');
timesAndHits();
rates();
figures();
settings();
show();
