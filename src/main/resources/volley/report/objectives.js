// What the run was to reach, and whether it did.

/** Those missed by name, then all of them in a table; nothing where no objective was given. */
function objectives() {
  if (!run.slo.length) return null;
  const missed = run.slo.filter(each => !each.met);
  const of = plural(run.slo.length, 'objective');
  return element('div', { class: 'objectives' },
    element('p', { class: missed.length ? 'missed' : 'met' }, missed.length
      ? whole.format(missed.length) + ' of ' + of + ' missed: ' + missed.map(judgedFigure).join('; ') + '.'
      : run.slo.length === 1 ? 'The objective was met.' : 'All ' + of + ' were met.'),
    panel({
      name: 'objectives', marked: run.slo.map(each => !each.met), units: run.slo.map(each => each.unit),
      columns: [{ label: 'Objective' }, { label: 'limit' }, { label: 'actual' }, { label: 'unit', text: 'unit' }, { label: 'result', text: 'unit' }],
      rows: run.slo.map(each => [objectiveName(each), each.limit, each.value, each.unit, each.met ? 'met' : 'MISSED']),
    }));
}

/** A figure of the run is judged itself, a distribution by one of its statistics. */
function judgedFigure(objective) {
  return label(objective.metric) + (data.labels[objective.metric].of_run ? '' : ', ' + objective.statistic);
}

/** Only a figure of the run may have a lower limit. */
function objectiveName(objective) {
  const atLeast = data.labels[objective.metric].of_run && objective.statistic === 'min';
  return judgedFigure(objective) + (atLeast ? ', at least' : ', at most');
}
