// Where more load stops being served, on pages of runs under different loads.

/** A server keeps up with a rate if it serves 90 % of it. A queue that grows evenly is in the median half as long as at its end. */
const KEEPS_UP = 0.9;
const LONGEST = (1 + 1 / KEEPS_UP) / 2;
/** Of the most output that any load gives: from there on, more at once makes users wait longer for little more. */
const NEARLY_ALL = 0.9;

function value(run, id) {
  return run.summary.run[id] ? run.summary.run[id].value : null;
}

function metric(run, id, statistic) {
  const figures = run.summary.metrics[id];
  return figures && figures.count ? figures[statistic] : null;
}

/** Whether a run met every objective, and no turn of it failed. */
function met(run) {
  return (run.summary.slo || []).every(each => each.met) && run.summary.turns.failed === 0;
}

/** Whether a run took no longer than its schedule and a usual answer; where turns had no times, it is not said. */
function keepsUp(run) {
  const due = value(run, 'request_rate_planned');
  const turns = run.summary.turns.planned - (run.summary.turns.skipped_after_failure || 0);
  const answer = metric(run, 'e2e_latency', 'median');
  return due !== null && answer !== null && turns > 1 && (value(run, 'duration') - answer / 1000) / ((turns - 1) / due) <= LONGEST;
}

/** How many of the first points, as long as all hold, less one: -1 if the first does not. */
function lastThatHolds(points, holds) {
  const first = points.findIndex(point => !holds(point));
  return (first < 0 ? points.length : first) - 1;
}

/** Place of the first value that is nearly the largest. */
function nearlyAll(values) {
  const most = Math.max(...values.filter(value => value !== null));
  return values.findIndex(value => value !== null && value >= NEARLY_ALL * most);
}

/** Tokens/s that one user gets, from the mean TPOT in ms. */
function perSecondOf(tpotMs) {
  return tpotMs ? 1000 / tpotMs : null;
}

/** As shares of a chart's width and height: what a label takes on a narrow screen. */
const LABEL = [0.16, 0.12];

/** Takes out labels that would lie on those of other points; a knee's comes first, then those of the ends. */
function dropLabelsOnOthers(series) {
  const labelled = series.flatMap(each => each.points.map((point, i) => ({ each, point,
    rank: point[0] === each.knee ? 0 : i === 0 || i === each.points.length - 1 ? 1 : 2 })))
    .filter(({ each, point }) => each.labels && each.labels.has(point) && point[0] !== null && point[1] !== null)
    .sort((a, b) => a.rank - b.rank);
  const most = [0, 1].map(axis => Math.max(...labelled.map(({ point }) => point[axis])));
  const kept = [];
  labelled.forEach(({ each, point }) => {
    const lies = kept.some(other => most.every((largest, axis) => Math.abs(other[axis] - point[axis]) < LABEL[axis] * largest));
    if (lies) each.labels.delete(point); else kept.push(point);
  });
}

/** What one user gets against what all get: series {name, points: [all, user], labels, knee}. */
function userChart(what, series) {
  dropLabelsOnOthers(series);
  return lineChart('Tokens/s of a user against tokens/s of all', what, 'tokens-per-user', {
    series, unit: 'tokens/s', wide: series.length > 1,
    x: { type: 'value', name: 'output tokens/s of all', min: 0, column: { label: 'of all', unit: 'tokens/s' } },
    y: { type: 'value', min: 0, boundaryGap: [0, '10%'], name: 'tokens/s of a user', nameGap: 10, axisLabel: { formatter: tick } },
    rows: shown => shown.flatMap((each, i) => each.points.map(([all, user]) => [all, ...shown.map((_, j) => j === i ? user : null)])),
  });
}
