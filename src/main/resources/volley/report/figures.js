// Every figure in a table, with the client's own error and the steady state beside it where they are known.

const STATISTICS = ['mean', 'median', 'p90', 'p95', 'p99', 'min', 'max', 'std'];

/** The client's own error of a metric, ms (p99), or null. */
function clientError(id) {
  const error = run.calibration ? run.calibration.errors[id] : null;
  return error ? error.p99_ms : null;
}

/** Whether that is more than 5 % of the median or the p99. */
function blurredByClient(id) {
  return run.calibration !== null && run.calibration.exceeds_5_percent.some(each => each.metric === id);
}

function note(id) {
  return data.labels[id] && data.labels[id].formula;
}

function figures() {
  const steady = run.steady_state;
  section('figures', 'All figures', [
    steady ? 'The steady state is from ' + short(steady.opens_s) + ' to ' + short(steady.closes_s) + ' s of the run. ' : null,
    run.steady_state_absent ? 'There is no steady state: ' + run.steady_state_absent + '. ' : null,
    run.calibration ? '\u00b1 is the client\u2019s own error (p99); rows in which it is more than 5 % of a value stand out. ' : null,
  ].filter(Boolean), requestFigures(steady), runFigures(steady), dialects());
}

function requestFigures(steady) {
  const ids = Object.keys(run.metrics);
  const steadily = (id, statistic) => steady && steady.metrics[id] ? steady.metrics[id][statistic] : null;
  return panel({
    name: 'metrics', ids, notes: ids.map(note), units: ids.map(id => run.metrics[id].unit), marked: ids.map(blurredByClient),
    columns: [{ label: 'Per completed request' }, { label: 'unit', text: 'unit' }, ...(run.calibration ? [{ label: '\u00b1' }] : []),
      ...STATISTICS.map(name => ({ label: name })), { label: 'values', kind: 'requests' }, { label: 'without', kind: 'requests' },
      ...(steady ? [{ label: 'steady p50' }, { label: 'steady p99' }] : [])],
    rows: ids.map(id => [label(id), run.metrics[id].unit, ...(run.calibration ? [clientError(id)] : []),
      ...STATISTICS.map(name => run.metrics[id][name]), run.metrics[id].count, run.metrics[id].excluded,
      ...(steady ? [steadily(id, 'median'), steadily(id, 'p99')] : [])]),
  }, leftOut());
}

/** Whom TPOT is not of: the one figure that leaves out requests by its definition. */
function leftOut() {
  const tpot = run.metrics.tpot;
  return tpot && tpot.excluded ? element('p', { class: 'lead after' }, 'TPOT leaves out ' + whole.format(tpot.excluded) + ' of '
    + plural(run.turns.ok, 'completed request') + ': fewer than two output tokens, all in one event, or not counted.') : null;
}

function runFigures(steady) {
  const ids = Object.keys(run.run);
  return panel({
    name: 'run', ids, notes: ids.map(note), units: ids.map(id => run.run[id].unit),
    columns: [{ label: 'Of the run' }, { label: 'value' }, ...(steady ? [{ label: 'steady state' }] : []), { label: 'unit', text: 'unit' }],
    rows: ids.map(id => [label(id), run.run[id].value, ...(steady ? [steady.run[id] ? steady.run[id].value : null] : []), run.run[id].unit]),
  });
}

/** The same requests by other tools' definitions, folded. */
function dialects() {
  const ids = Object.keys(run.dialects);
  const spec = {
    name: 'dialects', ids, notes: ids.map(id => run.dialects[id].formula), units: ids.map(id => run.dialects[id].unit),
    columns: [{ label: 'Figure' }, { label: 'tool', text: 'text' }, { label: 'unit', text: 'unit' }, ...STATISTICS.map(name => ({ label: name })),
      { label: 'values', kind: 'requests' }],
    rows: ids.map(id => [id, run.dialects[id].tool, run.dialects[id].unit, ...STATISTICS.map(name => run.dialects[id][name]), run.dialects[id].count]),
  };
  return element('details', { class: 'panel' }, element('summary', {}, 'By other tools\u2019 definitions'), csvButton(spec), table(spec));
}
