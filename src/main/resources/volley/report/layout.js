// What every page has: the head, cards, sections, the configuration. A page fills them, and ends with show().

const data = JSON.parse(document.getElementById('data').textContent);

/** The value that all have, or null. */
function alike(values) {
  return new Set(values).size === 1 ? values[0] ?? null : null;
}

/** The page's head: its title, what was run, what a reader must know, and what he wants first. */
function masthead(title, tab, facts, warnings, ...more) {
  document.title = 'Volley: ' + tab;
  document.getElementById('head').append(
    element('p', { class: 'eyebrow' }, 'Volley load test'),
    element('h1', {}, title),
    ...[facts, warnings.length ? element('ul', { class: 'warnings' }, warnings.map(text => element('li', {}, text))) : null, ...more].flat().filter(Boolean));
}

/** The sentence that says what comes of it, where the page's files have one. */
function answerOf(files) {
  return files.answer ? element('p', { class: 'answer' }, unbroken(files.answer)) : null;
}

/** Date, server, dataset, version and plan, as far as the runs have them in common. */
function facts(summaries, ...before) {
  const of = name => alike(summaries.map(summary => summary.parameters[name]));
  const plan = alike(summaries.map(summary => summary.plan_sha256));
  return element('p', { class: 'facts' }, [...before, started(summaries), fact('model ', of('model')), fact('at ', of('base-url')),
    fact('dataset ', of('dataset-name')), fact('Volley ', alike(summaries.map(summary => summary.versions.volley))),
    fact('plan ', plan && plan.slice(0, 12)), fact('cold: ', alike(summaries.map(summary => summary.cold && summary.cold.verdict)))].filter(Boolean).map((each, i) => [i ? ', ' : '', each]));
}

function fact(before, value) {
  return value ? [before, element('b', {}, value)] : null;
}

/** When the first run began. */
function started(summaries) {
  const first = summaries.map(summary => summary.started_at).filter(Boolean).sort()[0];
  return first ? first.slice(0, 19).replace('T', ' ') : null;
}

/** Cards, or nothing without any. */
function tiles(cards, kind) {
  const shown = cards.filter(Boolean);
  return shown.length ? element('dl', { class: kind ? 'tiles ' + kind : 'tiles' }, shown) : null;
}

/** A card: what it is of, a short value with its unit, and what is said below it. */
function tile(name, value, unit, more, kind) {
  return element('div', { class: kind ? 'tile ' + kind : 'tile' }, element('dt', {}, name),
    element('dd', { class: 'value' }, value, unit ? [' ', element('small', {}, unit)] : null), element('dd', { class: 'more' }, more));
}

/** Questions a reader has, each with an answer of a sentence or two; those without an answer are left out. */
function verdict(questions) {
  const answered = questions.filter(([, sentences]) => sentences.length);
  return answered.length ? element('dl', { class: 'verdict' }, answered.map(([question, sentences]) =>
    element('div', {}, element('dt', {}, question), element('dd', {}, sentences.join(' '))))) : null;
}

/** A way to another page, beside those to the sections. */
function link(text, href) {
  document.getElementById('nav').append(element('a', { href }, text));
}

/** A section at the page's end, and the way to it. Without content there is none. */
function section(id, title, lead, ...content) {
  if (content.length && !content.flat(Infinity).some(Boolean)) return;
  link(title, '#' + id);
  document.getElementById('main').append(
    element('section', { id }, element('h2', {}, title), lead ? element('p', { class: 'lead' }, lead) : null, content));
}

/** Charts side by side; those of nothing are left out. */
function charts(...all) {
  const shown = all.filter(Boolean);
  return shown.length ? element('div', { class: 'charts' }, shown) : null;
}

/** A table in a frame, and what is said below it. */
function panel(spec, ...below) {
  return element('div', { class: spec.long ? 'panel long' : 'panel' }, csvButton(spec), table(spec), below);
}

/**
 * What was run, and with what: groups {name, summaries} are the runs, of which those of one group are one column where
 * the groups differ.
 */
function configuration(groups, command, commandLead, ...below) {
  if (!groups.length) return;
  section('configuration', 'Configuration', null,
    command ? [element('p', { class: 'lead' }, commandLead || 'This repeats the run:'), element('pre', {}, command)] : null,
    configured(groups, 'plan', 'Plan', summary => ({ 'SHA-256': summary.plan_sha256, seed: String(summary.seed) })),
    configured(groups, 'versions', 'Version of', summary => summary.versions),
    configured(groups, 'parameters', 'Parameter', summary => summary.parameters),
    below);
}

/** Names with their values: first those in which the groups differ, a column for each, then those they have in common. */
function configured(groups, name, head, valuesOf) {
  const values = groups.map(group => group.summaries.map(valuesOf));
  const keys = [...new Set(values.flat().flatMap(Object.keys))];
  const rows = keys.map(key => [key, ...values.map(ofGroup => [...new Set(ofGroup.map(each => each[key] ?? ''))].join(' / ') || null)]);
  const differs = row => new Set(row.slice(1)).size > 1;
  const several = rows.filter(differs);
  const common = rows.filter(row => !differs(row)).map(row => row.slice(0, 2));
  return [
    several.length ? panel({
      name: name + '-that-differ', columns: [{ label: head }, ...groups.map(group => ({ label: group.name, text: 'text' }))], rows: several,
    }) : null,
    common.length ? panel({ name, columns: [{ label: head }, { label: 'Value', text: 'text' }], rows: common }) : null,
  ];
}

/** Draws what the page has. */
function show() {
  drawAll();
  watch();
}
