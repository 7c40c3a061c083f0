// Runs with crossed parameters: figures against concurrency, else the rate; a line for each combination of the others.

const { runs } = data;
const summaries = runs.map(run => run.summary);
const valuesOf = name => [...new Set(runs.map(run => run.crossed[name]))];
const crossed = [...new Set(runs.flatMap(run => Object.keys(run.crossed)))].filter(name => valuesOf(name).length > 1);
/** What is on the horizontal axis; null: nothing that has a place on one. */
const axis = ['max-concurrency', 'request-rate'].find(name => crossed.includes(name) && valuesOf(name).filter(each => placeOf(each) !== null).length > 1) || null;
const others = crossed.filter(name => name !== axis);
/** How a value is told, and what more of it is. */
const SAID = { 'max-concurrency': value => value + ' at once', 'request-rate': value => value + '/s', server: value => value };
const atOnce = axis === 'max-concurrency';

function placeOf(text) {
  const place = Number(text);
  return text !== undefined && Number.isFinite(place) ? place : null;
}

function said(name, text) {
  return (SAID[name] || (each => name + '=' + each))(text);
}

/** By key, in the order of the first of each. */
function grouped(all, keyOf) {
  const groups = new Map();
  all.forEach(each => groups.set(keyOf(each), [...(groups.get(keyOf(each)) || []), each]));
  return groups;
}

/** Runs of one combination are one point: {crossed, runs, place}. */
const points = [...grouped(runs, run => JSON.stringify(crossed.map(name => run.crossed[name]))).values()]
  .map(same => ({ crossed: same[0].crossed, runs: same, place: axis ? placeOf(same[0].crossed[axis]) : null }));
/** Points that differ on the axis only are one line: {name, points}. */
const lines = [...grouped(points, point => others.map(name => said(name, point.crossed[name])).join(', ')).entries()]
  .map(([name, same]) => ({ name, points: same.filter(point => point.place !== null).sort((a, b) => a.place - b.place) }));

function mean(point, of) {
  const known = point.runs.map(of).filter(each => each !== null && each !== undefined);
  return known.length ? known.reduce((sum, each) => sum + each, 0) / known.length : null;
}

const output = point => mean(point, run => value(run, 'output_throughput'));
const userOf = point => perSecondOf(mean(point, run => metric(run, 'tpot', 'mean')));
const ttft = statistic => point => mean(point, run => metric(run, 'ttft', statistic));
const judged = runs.some(run => run.summary.slo && run.summary.slo.length);
const meets = point => point.runs.every(met);

/** Place of a line's knee among its points: of concurrency where nearly all output is had, of rates the last kept up with. */
function kneeOf(line) {
  return atOnce ? nearlyAll(line.points.map(output)) : lastThatHolds(line.points, point => point.runs.every(keepsUp));
}

/** What of the point at a line's knee is marked; undefined where no higher load was tried, so that it may lie higher. */
function markedAt(line, of) {
  const place = kneeOf(line);
  return place < 0 || place === line.points.length - 1 ? undefined : of(line.points[place]);
}

/** The highest place up to which a line meets every objective. */
function meetsUpTo(line) {
  if (!judged) return '';
  const last = lastThatHolds(line.points, meets);
  return last < 0 ? '; it misses an objective from ' + said(axis, line.points[0].place) + ' on' : '; it meets every objective up to ' + said(axis, line.points[last].place);
}

function waits(point) {
  return time(ttft('median')(point)) + ', p99 ' + time(ttft('p99')(point));
}

function ofLine(line) {
  const named = line.name ? line.name + ': ' : 'The server: ';
  const knee = kneeOf(line);
  const last = line.points[line.points.length - 1];
  const gives = point => short(output(point)) + ' tokens/s in all, ' + short(userOf(point)) + ' for a user, TTFT ' + waits(point);
  if (atOnce) {
    const best = line.points.reduce((most, point) => output(point) > output(most) ? point : most);
    const at = line.points[knee];
    return at === last ? named + 'output still grows at ' + said(axis, last.place) + ', the most tried (' + gives(last) + ')' + meetsUpTo(line)
      : named + 'from ' + said(axis, at.place) + ' on little more output is had (' + gives(at) + '; the most is ' + short(output(best)) + ' tokens/s, at ' + said(axis, best.place)
        + ', with ' + short(userOf(best)) + ' for a user and TTFT ' + waits(best) + ')' + meetsUpTo(line);
  }
  return knee < 0 ? named + 'keeps up with none of the rates (' + said(axis, line.points[0].place) + ' and more)' + meetsUpTo(line)
    : named + 'keeps up with ' + said(axis, line.points[knee].place) + (line.points[knee] === last ? ', the highest rate tried' : '') + ' (' + gives(line.points[knee]) + ')' + meetsUpTo(line);
}

/** What comes of it, the line with the most output first. */
function answer() {
  const shown = lines.filter(line => line.points.length && line.points.every(point => output(point) !== null));
  if (!axis || !shown.length) return '';
  const most = line => Math.max(...line.points.map(output));
  const told = shown.sort((a, b) => most(b) - most(a)).slice(0, 4).map(line => ofLine(line) + '.');
  return told.join(' ') + (shown.length > told.length ? ' ' + plural(shown.length - told.length, 'more line') + ' below.' : '');
}

function head() {
  const what = data.simulation.replace(/^.*\./, '') + ', ' + plural(points.length, 'combination') + ' of ' + crossed.join(' and ');
  const turns = name => summaries.reduce((sum, summary) => sum + summary.turns[name], 0);
  const fewest = Math.min(...points.map(point => point.runs.length));
  masthead(what, what, [answerOf({ answer: answer() }), facts(summaries)], [...new Set(summaries.flatMap(summary => summary.warnings))], tiles([
    tile('Turns completed', whole.format(turns('ok')), 'of ' + whole.format(turns('planned')), plural(runs.length, 'run')),
    tile('Runs of a combination', whole.format(fewest), null, fewest < 3 ? 'points are means of so few runs: do not take small differences for real' : 'points are their means'),
  ]));
}

/** A figure over the axis, a line for each combination of the others. */
function over(caption, name, unit, of) {
  return lineChart(caption, atOnce ? 'against requests at once' : 'against the rate', name, {
    series: lines.map(line => ({ name: line.name || caption, points: line.points.map(point => [point.place, of(point)]), knee: markedAt(line, point => point.place), ...(lines.length === 1 ? { look: c => c.accent } : {}) })), unit,
    x: { type: 'value', name: atOnce ? 'requests at once, at most' : 'turns/s asked for', min: 0, column: { label: axis } },
    y: { type: 'value', min: 0, name: unit, nameGap: 10, axisLabel: { formatter: tick } },
  });
}

function figuresOverAxis() {
  if (!axis) return;
  section('users', 'A user and all of them', 'Of a user: 1 / mean TPOT. The diamond is ' + (atOnce ? 'the fewest requests at once that give ' + 100 * NEARLY_ALL + ' % of the most output; none where output still grows.' : 'the highest rate kept up with.'),
    charts(userChart('a point for each ' + (atOnce ? 'number of requests at once' : 'rate'), lines.map(line => {
      const shown = line.points.map(point => [output(point), userOf(point)]);
      return { name: line.name || 'tokens/s of a user', points: shown, labels: new Map(shown.map((point, i) => [point, String(line.points[i].place)])),
        knee: markedAt(line, output), ...(lines.length === 1 ? { look: c => c.accent } : {}) };
    }))));
  section('load', atOnce ? 'Over the concurrency' : 'Over the rate', null, charts(
    over('Output', 'output', 'tokens/s', output), over('TTFT, median', 'ttft-median', 'ms', ttft('median')), over('TTFT, p99', 'ttft-p99', 'ms', ttft('p99')),
    over('TPOT, mean', 'tpot-mean', 'ms', point => mean(point, run => metric(run, 'tpot', 'mean'))),
    over('Requests', 'requests', 'requests/s', point => mean(point, run => value(run, 'request_throughput'))),
    over('Prefix cache hits', 'hits', '%', point => mean(point, run => value(run, 'cache_hit_rate')))));
}

function figures() {
  const columns = [['completed', 'requests'], ['failed', 'requests'], ['throughput', 'requests/s'], ['output', 'tokens/s'], ['of a user', 'tokens/s'], ['TTFT median', 'ms'], ['TTFT p99', 'ms'], ['TPOT mean', 'ms'], ['E2E p99', 'ms'], ['cache hits', '%']];
  const of = run => [run.summary.turns.ok, run.summary.turns.failed, value(run, 'request_throughput'), value(run, 'output_throughput'), perSecondOf(metric(run, 'tpot', 'mean')),
    metric(run, 'ttft', 'median'), metric(run, 'ttft', 'p99'), metric(run, 'tpot', 'mean'), metric(run, 'e2e_latency', 'p99'), value(run, 'cache_hit_rate')];
  section('runs', 'All runs', data.comparisons.length ? ['Which differences between servers are real is said where they were compared: ',
    data.comparisons.map((page, i) => [i ? ', ' : '', element('a', { href: page }, page.split('/')[0])]), '.'] : null,
  panel({ name: 'runs', columns: [...crossed.map(name => ({ label: name })), ...columns.map(([label, unit]) => ({ label, unit }))], rows: runs.map(run => [...crossed.map(name => run.crossed[name]), ...of(run)]) }),
  runs.some(run => run.page) ? element('p', { class: 'lead after' }, 'Pages of the runs: ', runs.filter(run => run.page).map((run, i) => [i ? ', ' : '', element('a', { href: run.folder + '/volley.html' }, crossed.map(name => said(name, run.crossed[name])).join(', '))]), '.') : null);
}

head();
figuresOverAxis();
figures();
configuration(points.length <= 12 ? points.map(point => ({ name: crossed.map(name => said(name, point.crossed[name])).join(', '), summaries: point.runs.map(run => run.summary) }))
  : lines.map(line => ({ name: line.name || 'all', summaries: line.points.flatMap(point => point.runs.map(run => run.summary)) })).filter(group => group.summaries.length));
show();
