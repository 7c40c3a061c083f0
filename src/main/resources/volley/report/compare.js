// Runs side by side; the first is what the others are compared with.

const runs = data;
const first = runs[0];
const numbers = runs.map((run, i) => '[' + (i + 1) + ']');
const names = runs.map((run, i) => numbers[i] + ' ' + run.name);

function label(id) {
  return first.labels[id] ? first.labels[id].label : id.replaceAll('_', ' ');
}

function ofRun(run, id) {
  return run.summary.run[id] ? run.summary.run[id].value : null;
}

function ofRequests(run, id, statistic) {
  return run.summary.metrics[id] ? run.summary.metrics[id][statistic] : null;
}

/** How each differs from the first. */
function answer() {
  const against = (run, i) => {
    const parts = [['median TTFT', 'ms', each => ofRequests(each, 'ttft', 'median')], ['p99 TTFT', 'ms', each => ofRequests(each, 'ttft', 'p99')], ['output', 'tokens/s', each => ofRun(each, 'output_throughput')]]
      .map(([name, unit, of]) => [name, unit, of(run), change(of(first), of(run))]).filter(([, , value, changed]) => value !== null && changed !== null)
      .map(([name, unit, value, changed]) => name + ' ' + short(value) + ' ' + unit + ' (' + signed(changed, '%') + ')');
    return parts.length ? numbers[i + 1] + ' against [1]: ' + parts.join(', ') + '.' : null;
  };
  const told = runs.slice(1).map(against).filter(Boolean);
  return told.length ? told.join(' ') + ' One run of each: whether a difference is more than chance is not told here.' : '';
}

function head() {
  const plans = new Set(runs.map(run => run.summary.plan_sha256)).size;
  masthead(runs.length + ' runs side by side', runs.length + ' runs',
    [answerOf({ answer: answer() }), ...runs.map((run, i) => facts([run.summary], element('b', {}, swatch({ swatches: true }, i), names[i])))],
    plans > 1 ? ['The runs had ' + plans + ' different plans: their figures are of different work.'] : [], notCold(), cards());
}

/** What must be known of runs that may have found prefixes of others. */
function notCold() {
  const warm = runs.map((run, i) => run.summary.cold && run.summary.cold.verdict === 'not proven' ? numbers[i] + ' is not proven cold: ' + run.summary.cold.reason : null).filter(Boolean);
  return warm.length ? element('ul', { class: 'warnings' }, warm.map(text => element('li', {}, text))) : null;
}

/** Of each figure the first run's value, and how far the others are from it. */
function cards() {
  const card = (name, unit, of) => {
    const values = runs.map(of);
    return values.some(value => value !== null) ? tile(name, short(values[0]), unit, values.slice(1).map((value, i) => {
      const changed = change(values[0], value);
      return element('div', {}, numbers[i + 1] + ' ' + short(value) + (changed === null ? '' : ', ' + signed(changed, '%')));
    })) : null;
  };
  return tiles([
    card('TTFT, median', 'ms', run => ofRequests(run, 'ttft', 'median')), card('TTFT, p99', 'ms', run => ofRequests(run, 'ttft', 'p99')),
    card('ITL, median', 'ms', run => ofRequests(run, 'itl', 'median')), card('E2E, median', 'ms', run => ofRequests(run, 'e2e_latency', 'median')),
    card('Output', 'tokens/s', run => ofRun(run, 'output_throughput')), card('Prefix cache hits', '%', run => ofRun(run, 'cache_hit_rate')),
  ]);
}

/** A table of values by run, each but the first with its change. */
function sideBySide(name, headLabel, rows) {
  const shown = rows.filter(row => row.values.some(value => value !== null && value !== undefined));
  return shown.length ? panel({
    name, ids: shown.map(row => row.id), units: shown.map(row => row.unit),
    columns: [{ label: headLabel }, { label: 'unit', text: 'unit' },
      ...numbers.flatMap((run, i) => i ? [{ label: run }, { label: 'change', unit: '%' }] : [{ label: run }])],
    rows: shown.map(row => [row.label, row.unit, ...row.values.flatMap((value, i) => i ? [value, change(row.values[0], value)] : [value])]),
  }) : null;
}

/** The ids that any of the runs has under a name, with their units. */
function idsOf(name) {
  return Object.entries(Object.assign({}, ...runs.map(run => run.summary[name])));
}

function figures() {
  section('figures', 'Figures', null,
    sideBySide('metrics', 'Per completed request', idsOf('metrics').flatMap(([id, { unit }]) => ['median', 'p99'].map(statistic => ({
      id: id + '-' + statistic, label: label(id) + ', ' + statistic, unit, values: runs.map(run => ofRequests(run, id, statistic)),
    })))),
    sideBySide('run', 'Of the run', idsOf('run').map(([id, { unit }]) => ({ id, label: label(id), unit, values: runs.map(run => ofRun(run, id)) }))));
}

function byRun(pointsOf) {
  return runs.map((run, i) => ({ name: names[i], points: pointsOf(run) }));
}

function distributions() {
  section('distributions', 'Distributions', 'Share of values at or below a time.', charts(...['ttft', 'itl', 'tpot', 'e2e_latency'].map(id =>
    distributionsChart(label(id), id + '-distribution', byRun(run => run.distributions[id] ? run.distributions[id].points : []), 'ms'))));
}

function turns() {
  section('turns', 'By turn', null, charts(
    lineChart('TTFT, median', 'by turn', 'ttft-by-turn', {
      series: byRun(run => run.by_turn.map(row => [row.turn, row.ttft_p50])), unit: 'ms',
      x: turnAxis('turn'), y: { type: 'value', name: 'ms', axisLabel: { formatter: tick } },
    }),
    hitRateChart('Reported hit rate', 'turn', byRun(run => run.lens && run.lens.by_turn
      ? run.lens.by_turn.filter(row => row.reporting).map(row => [row.turn + 1, share(row.cached_tokens, row.server_prompt_tokens ?? row.reporting_prompt_tokens)]) : []))));
}

head();
distributions();
turns();
figures();
configuration(runs.map((run, i) => ({ name: numbers[i], summaries: [run.summary] })));
show();
