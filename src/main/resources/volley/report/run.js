// The page's sections. One appears when its data is there.

const run = data.summary;

/** The cache lens, where there is one. */
function analysed() {
  return data.lens && !data.lens.not_analysed ? data.lens : null;
}

/** Of the requests for which the server told; of all, if it told for none. */
function idealShare(lens) {
  return lens.all.reporting ? share(lens.all.reporting_ideal_tokens, lens.all.reporting_prompt_tokens)
    : share(lens.all.ideal_tokens, lens.all.prompt_tokens);
}

function runValue(id) {
  return run.run[id] ? run.run[id].value : null;
}

function label(id) {
  return data.labels[id] ? data.labels[id].label : id.replaceAll('_', ' ');
}

function head() {
  masthead(run.simulation, run.simulation, facts([run]), run.warnings, objectives(), cards(),
    verdict([['How fast?', speed()], ['Does the cache help?', cacheHelps()], ['May I trust it?', trust()]]));
}

function speed() {
  const sentences = [];
  const ttft = run.metrics.ttft;
  if (ttft && ttft.count) sentences.push('Half of the answers began within ' + short(ttft.median) + ' ms, 99\u00a0% within ' + short(ttft.p99) + ' ms.');
  const planned = runValue('request_rate_planned');
  const done = runValue('request_throughput');
  if (done !== null) sentences.push(short(done) + ' requests/s were completed' + (planned === null ? '.' : '; ' + short(planned) + '/s were due.'));
  return sentences;
}

function cacheHelps() {
  const lens = analysed();
  const hits = runValue('cache_hit_rate');
  const byServer = hitsByServer() === null ? [] : ['By the server\u2019s counters ' + percent(hitsByServer()) + ' of the prompt tokens came from its cache.'];
  if (byServer.length && (!lens || !lens.all.reporting)) return [...byServer, ...(lens ? ['An unlimited one could give ' + percent(idealShare(lens)) + '.'] : [])];
  if (!lens) return [hits === null ? 'Not known: the server reported no cached tokens.' : 'The server took ' + percent(hits) + ' of the prompt tokens from its cache.'];
  const ideal = percent(idealShare(lens));
  if (!lens.all.reporting) return ['The server did not tell. An unlimited cache could give ' + ideal + ' of the prompt tokens.'];
  const sentences = [...timeSaved(), ...tiersSaved(), 'It gave ' + percent(hits) + ' of the prompt tokens; an unlimited one would give ' + ideal + '.', ...largerCaches()];
  const [cause, lost] = Object.entries(lens.lost).sort((a, b) => b[1].tokens - a[1].tokens)[0];
  if (lost.tokens) sentences.push('Most of what was lost: ' + lens.causes[cause].toLowerCase() + ' (' + plural(lost.tokens, 'token') + ').');
  return sentences;
}

/** What hits saved, by the relation of TTFT to the tokens that had to be computed. */
function timeSaved() {
  if (data.caches) return computedSaving(data.caches);
  const benefit = data.cache_benefit;
  if (!benefit) return [];
  const interval = time(benefit.low_ms) + ' to ' + time(benefit.high_ms);
  if (benefit.low_ms <= 0) return ['Whether its hits saved time cannot be told: of TTFT ' + interval + ' a request (95\u00a0%).'];
  const without = benefit.ttft_ms + benefit.saved_ms;
  return ['Yes: its hits saved about ' + time(benefit.saved_ms) + ' of TTFT a request (95\u00a0% ' + interval + '), '
    + short(100 * benefit.saved_ms / without) + '\u00a0% of what it would be without, at ' + short(benefit.ms_per_1000_tokens) + ' ms for 1,000 tokens computed.'];
}

/** The same plan in virtual time on the same engine without a prefix cache. */
function computedSaving({ now, without_hits: without }) {
  const saved = without.ttft_ms - now.ttft_ms;
  const sentence = 'without its hits the mean TTFT of this plan would be ' + time(without.ttft_ms) + ' instead of ' + time(now.ttft_ms);
  return [saved > 0.01 * now.ttft_ms ? 'Yes: it saves ' + time(saved) + ' a request; ' + sentence + ' (computed in virtual time).' : 'No: ' + sentence + ' (computed in virtual time).'];
}

/** What each tier's hits are by themselves: those of the host and of a storage behind it are loaded, which takes time too. */
function tiersSaved() {
  const gave = tier => percent(runValue('cache_hit_rate_' + tier)) + ' of the prompt tokens';
  if (data.caches) {
    const without = data.caches.without_host;
    if (!without) return [];
    return [(runValue('cache_hit_rate_host') === null ? 'Without its host tier' : 'The host tier gave ' + gave('host') + '; without it') + ' the mean TTFT would be ' + time(without.ttft_ms) + '.'];
  }
  const benefit = data.cache_benefit;
  if (!benefit || !benefit.tiers) return [];
  return benefit.tiers.filter(({ tier }) => runValue('cache_hit_rate_' + tier)).map(({ tier, ...saved }) =>
    ({ device: 'The GPU\u2019s hits', host: 'The host tier\u2019s', storage: 'The storage\u2019s' }[tier]) + ', ' + gave(tier) + ', saved '
      + (saved.low_ms > 0 ? 'about ' + time(saved.saved_ms) + ' (95\u00a0% ' : 'what cannot be told from nothing (95\u00a0% ') + time(saved.low_ms) + ' to ' + time(saved.high_ms) + ').');
}

/** By reuse distances. */
function largerCaches() {
  if (data.caches) {
    const told = size => (size.hit_percent === undefined ? 'no known hits' : percent(size.hit_percent)) + ' and a mean TTFT of ' + time(size.ttft_ms);
    const { larger } = data.caches;
    const last = larger.findIndex(size => told(size) === told(larger[larger.length - 1]));
    return ['With more KV cache: ' + larger.slice(0, last + 1).map(size => size.times + ' times gives ' + told(size)).join(', ')
      + (last < larger.length - 1 ? ', and ' + larger.slice(last + 1).map(size => size.times).join(' or ') + ' times no more' : '') + '.'];
  }
  const benefit = data.cache_benefit;
  if (!benefit || !benefit.sizes.length) return [];
  const [now, ...larger] = benefit.sizes;
  if (!benefit.host_sizes) return ['By reuse distances this size gives ' + percent(now.hit_percent) + '.', grown('the cache', now, larger)];
  const [without, host, ...largerHosts] = benefit.host_sizes;
  return ['By reuse distances the GPU\u2019s size gives ' + percent(without.hit_percent) + ', with the host\u2019s at most ' + percent(host.hit_percent) + '.',
    grown('the GPU\u2019s', now, larger), grown('the host\u2019s', host, largerHosts)];
}

/** What more of a cache would give. */
function grown(what, now, larger) {
  if (larger[larger.length - 1].hit_percent - now.hit_percent < 0.1) return '2, 4 or 8 times ' + what + ' would give no more.';
  return larger.map(size => size.times + ' times ' + what + ' would give ' + percent(size.hit_percent)
    + (data.cache_benefit.low_ms > 0 && size.saves_ms !== undefined ? ' (' + short(size.saves_ms) + ' ms less TTFT)' : '')).join(', ') + '.';
}

function trust() {
  const turns = run.turns;
  const lost = turns.planned - turns.ok;
  const sentences = [lost ? whole.format(lost) + ' of ' + whole.format(turns.planned) + ' turns have no answer: the figures are those of the rest.' : turns.planned ? 'Every turn was answered.' : 'No turn was planned.'];
  if (run.cold) sentences.push('The cache was ' + ({ proven: 'proven cold', salted: 'not emptied, but this run is salted' }[run.cold.verdict] || 'NOT proven cold') + ': ' + run.cold.reason + '.');
  const wait = run.metrics.client_queue;
  if (wait && wait.count) sentences.push('Requests left at most ' + short(wait.p99) + ' ms (p99) after they were due' + (data.order.ticket_inversions ? ', some out of order.' : ', in order.'));
  const held = run.interference && run.interference.kinds.turns_held;
  if (held && held.count) sentences.push('Turns were held back for ' + time(held.total_ms) + ' in all: the rate is the client\u2019s, not the server\u2019s.');
  const disturbed = disturbedRequests().length;
  if (disturbed) sentences.push(whole.format(disturbed) + ' of the ' + plural(run.interference.slow_requests.length, 'slowest time') + ' (TTFT, gaps) fell into a disturbance of the client.');
  sentences.push(run.calibration
    ? 'The client itself adds up to ' + Object.entries(run.calibration.errors).map(([id, error]) => short(error.p99_ms) + ' ms to ' + id.toUpperCase().replace('_LATENCY', '')).join(', ') + ' (p99).'
    : 'How much the client itself adds was not calibrated.');
  return sentences;
}

/** Between which values a percentile lies with a confidence of 95 %; nothing where the run does not say. */
function bounded(figures, percentile) {
  if (!figures.bounds_95) return '';
  const bounds = figures.bounds_95[percentile];
  return bounds ? ' (' + short(bounds.low) + ' to ' + short(bounds.high) + ')' : ', but too few values for ' + percentile;
}

function cards() {
  const turns = run.turns;
  const latency = (name, id) => {
    const figures = run.metrics[id];
    return figures && figures.count
      ? tile(name, short(figures.median), (clientError(id) === null ? '' : '\u00b1 ' + short(clientError(id)) + ' ') + 'ms', 'p99 ' + short(figures.p99) + ' ms' + bounded(figures, 'p99')) : null;
  };
  const hits = runValue('cache_hit_rate');
  const lens = analysed();
  const ideal = lens ? idealShare(lens) : null;
  const lost = turns.failed + turns.skipped_after_failure + turns.cancelled;
  return tiles([
    tile('Turns completed', whole.format(turns.ok), 'of ' + whole.format(turns.planned),
      lost ? whole.format(turns.failed) + ' failed, ' + whole.format(lost - turns.failed) + ' not sent' : 'none failed'),
    latency('TTFT, median', 'ttft'), latency('ITL, median', 'itl'), latency('E2E, median', 'e2e_latency'),
    tile('Output', short(runValue('output_throughput')), 'tokens/s', short(runValue('request_throughput')) + ' requests/s'),
    hits === null && ideal === null && hitsByServer() === null ? null
      : tile(hits === null && hitsByServer() !== null ? 'Prefix cache hits, by the server' : 'Prefix cache hits', short(hits ?? hitsByServer()), (hits ?? hitsByServer()) === null ? '' : '%', ideal === null ? '' : 'ideal ' + short(ideal) + ' %')]);
}

function distributions() {
  const ids = ['ttft', 'itl', 'tpot', 'e2e_latency'].filter(id => data.distributions[id] && data.distributions[id].count);
  if (!ids.length) return;
  section('distributions', 'Distributions', 'Share of values at or below a time.', charts(
    ...ids.map(id => figure(label(id), plural(data.distributions[id].count, 'value'), distributionChart(data.distributions[id].points, 'ms'), {
      name: id + '-distribution',
      columns: [{ label: 'percentile' }, { label: 'at most', unit: 'ms' }],
      rows: data.distributions[id].points,
    }))));
}

function overTime() {
  const rows = data.timeline.intervals;
  if (rows.length < 2) return;
  const step = data.timeline.step_s;
  const of = (id, title) => rows.some(row => row[id + '_p50'] !== null)
    ? figure(title, 'by time of sending', onTimeAxis(percentileChart(rows, 't_s', id, 'ms', 's since start')), {
      name: id + '-over-time',
      columns: [{ label: 'since start', unit: 's' }, ...['p50', 'p90', 'p99'].map(p => ({ label: p, unit: 'ms' }))],
      rows: rows.map(row => [row.t_s, row[id + '_p50'], row[id + '_p90'], row[id + '_p99']]),
    }) : null;
  const load = c => ({
    tooltip: { valueFormatter: value => number(value, 'requests') },
    xAxis: { type: 'value', name: 's since start', max: 'dataMax', axisLabel: { showMaxLabel: false } },
    yAxis: { type: 'value', minInterval: 1 },
    series: [line('in flight', rows.map(row => [row.t_s, row.in_flight]), c.accent, { areaStyle: { color: c.soft } }),
      line('sent', rows.map(row => [row.t_s, row.sent]), c.faint),
      ...(rows.some(row => row.failed) ? [line('failed', rows.map(row => [row.t_s, row.failed]), c.text)] : [])],
  });
  section('time', 'Over time', 'Intervals of ' + short(step) + ' s.', charts(
    figure('Requests', 'per interval; in flight at its end', onTimeAxis(load), {
      name: 'requests-over-time',
      columns: [{ label: 'since start', unit: 's' }, ...['sent', 'completed', 'failed', 'in flight'].map(name => ({ label: name, unit: 'requests' }))],
      rows: rows.map(row => [row.t_s, row.sent, row.completed, row.failed, row.in_flight]),
    }),
    of('ttft', label('ttft')), of('tpot', label('tpot')), of('e2e_latency', label('e2e_latency')), ...serverCharts()));
}

function turns() {
  const rows = data.by_turn.filter(row => row.ttft_p50 !== null);
  if (rows.length < 2) return;
  section('turns', 'TTFT by turn', 'Later turns have longer prompts, and a cache that holds their history.',
    charts(figure(label('ttft'), 'by turn of the conversation', percentileChart(rows, 'turn', 'ttft', 'ms', 'turn'), {
      name: 'ttft-by-turn',
      columns: [{ label: 'turn', kind: 'requests' }, { label: 'completed', unit: 'requests' }, ...['p50', 'p90', 'p99'].map(p => ({ label: p, unit: 'ms' }))],
      rows: rows.map(row => [row.turn, row.requests, row.ttft_p50, row.ttft_p90, row.ttft_p99]),
    }, true)));
}

function failures() {
  const rows = Object.entries(run.turns.by_outcome).filter(([id, count]) => count && id !== 'ok')
    .map(([id, count]) => [id, count, run.turns.first_errors[id] ?? null]);
  if (!rows.length) return;
  section('failures', 'Failures', 'Planned turns are completed, failed, skipped or cancelled; none is left out.', panel({
    name: 'failures',
    columns: [{ label: 'Outcome' }, { label: 'turns', unit: 'requests' }, { label: 'First error', text: 'text' }],
    rows,
  }));
}

function order() {
  const o = data.order;
  if (!o.sent) return;
  const kept = o.ticket_inversions === 0
    ? 'Every request went out in the order in which turns were handed out.'
    : plural(o.ticket_inversions, 'pair') + ' of requests went out the other way round than their turns were handed out.';
  const round = o.round_robin_inversions === 0
    ? ' That is the plan\u2019s round robin exactly.'
    : ' Against the plan\u2019s round robin ' + plural(o.round_robin_displaced, 'request') + ' of ' + whole.format(o.sent)
      + ' went out at another place, since faster conversations go ahead.';
  const spec = {
    name: 'order',
    columns: [{ label: 'Order of sending' }, { label: 'value' }, { label: 'unit', text: 'unit' }],
    units: ['requests', 'requests', 'requests', 'requests', 'requests', 'ms', 'ms', 'ms', 'requests'],
    rows: [['Sent', o.sent, 'requests'], ['Inversions against the tickets', o.ticket_inversions, 'pairs'],
      ['Displaced against the tickets', o.ticket_displaced, 'requests'],
      ['Inversions against the round robin', o.round_robin_inversions, 'pairs'],
      ['Displaced against the round robin', o.round_robin_displaced, 'requests'],
      ['Wait in the client, median', o.wait_p50, 'ms'], ['Wait in the client, p99', o.wait_p99, 'ms'],
      ['Wait in the client, longest', o.wait_max, 'ms'], ['Waited longer than 1 ms', o.waited_over_1_ms, 'requests']],
  };
  const option = c => ({
    noLegend: true,
    tooltip: { trigger: 'item', formatter: item => 'sent as ' + whole.format(item.value[0]) + ', in the round robin ' + whole.format(item.value[1]) },
    xAxis: { type: 'value', name: 'place on the wire', min: 1, max: o.sent, minInterval: 1 },
    yAxis: { type: 'value', name: 'place in the round robin', min: 1, max: o.sent, minInterval: 1 },
    series: [{ type: 'scatter', data: o.places, symbolSize: 4, itemStyle: { color: c.accent } }],
  });
  section('order', 'Order', kept + round, o.round_robin_inversions && o.places.length
    ? charts(figure('Order of sending', 'against the round robin', option, spec, true))
    : panel(spec));
}

/** What the client itself adds to the times, by a calibration against a server whose times are known. */
function calibration() {
  const known = run.calibration;
  if (!known) return;
  const rows = Object.entries(known.errors).map(([id, error]) => [label(id), error.p50_ms, error.p99_ms, error.max_ms,
    run.metrics[id] && run.metrics[id].count ? share(error.p99_ms, run.metrics[id].median) : null]);
  const blurred = known.exceeds_5_percent.map(each => label(each.metric) + ', ' + each.statistic);
  section('calibration', 'Calibration', [
    'The client\u2019s own error, measured ' + (known.simulation ? 'with the plan of ' + known.simulation + ' ' : '') + 'at ' + number(known.load.requests_per_second) + ' requests/s and ' + short(known.load.tokens_per_second) + ' tokens/s. ',
    known.covers_load ? null : element('strong', {}, 'This run asked more of the client than that: the error may be larger. '),
    blurred.length ? element('strong', {}, 'More than 5 % of the value: ' + blurred.join('; ') + '. ') : 'No figure is blurred by more than 5 %.',
  ], panel({
    name: 'calibration',
    columns: [{ label: 'Error of' }, ...['median', 'p99', 'longest'].map(name => ({ label: name, unit: 'ms' })), { label: 'p99 of this run\u2019s median', unit: '%' }],
    rows,
  }));
}

function settings() {
  const files = data.gatling ? ['index.html', ...data.files] : data.files;
  configuration([{ name: run.simulation, summaries: [run] }], data.command,
    run.warnings.some(text => text.startsWith('merged from')) ? 'This merges the runs again:' : null,
    element('p', { class: 'lead after' }, 'Files of this run: ',
      files.map((name, i) => [i ? ', ' : '', element('a', { href: name }, name === 'index.html' ? 'Gatling\u2019s report' : name)])));
}

head();
if (data.of_sweep) link('All rates', '../volley.html');
if (data.gatling) link('Gatling\u2019s report \u2197', 'index.html');
failures();
distributions();
overTime();
ttftParts();
server();
turns();
cache();
tiers();
order();
interference();
calibration();
figures();
settings();
show();
