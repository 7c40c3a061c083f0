'use strict';
// Numbers, elements and tables.

const ABSENT = '–';
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const twoDigits = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const threeFigures = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const sixFigures = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
/** Colours that page.css has for lines that are told apart. */
const SERIES = 6;
const COUNTED = ['tokens', 'requests', 'turns/s'];

/** What is counted has no decimals; what is divided has two. */
function number(value, unit) {
  if (value === null || value === undefined) return ABSENT;
  return (COUNTED.includes(unit) && Number.isInteger(value) ? whole : twoDigits).format(value);
}

/** Short, for tiles and sentences. */
function short(value) {
  if (value === null || value === undefined) return ABSENT;
  return Math.abs(value) >= 100 && Math.abs(value) < 1e4 ? whole.format(value) : scaled(value, threeFigures);
}

/** A time for a sentence, from ten seconds on in seconds. */
function time(ms) {
  if (ms === null || ms === undefined) return ABSENT;
  return Math.abs(ms) >= 1e4 ? short(ms / 1e3) + '\u00a0s' : short(ms) + '\u00a0ms';
}

/** For an axis: its marks are round, and may differ in a late digit only. */
function tick(value) {
  return scaled(value, sixFigures);
}

function scaled(value, figures) {
  if (Math.abs(value) >= 1e6) return figures.format(value / 1e6) + '\u00a0M';
  if (Math.abs(value) >= 1e4) return figures.format(value / 1e3) + '\u00a0k';
  return figures.format(value);
}

function share(part, all) {
  return all > 0 ? 100 * part / all : null;
}

function percent(value) {
  return value === null || value === undefined ? ABSENT : twoDigits.format(value) + ' %';
}

/** How far a value is from another, %; null where that cannot be said. */
function change(from, to) {
  return typeof from === 'number' && typeof to === 'number' && from !== 0 ? 100 * (to / from - 1) : null;
}

/** Short, with its sign. */
function signed(value, unit) {
  const shown = unit === 'ms' ? time(Math.abs(value)) : short(Math.abs(value)) + '\u00a0' + unit;
  return (/^0\u00a0/.test(shown) ? '\u00b1' : value < 0 ? '\u2212' : '+') + shown;
}

/** A sentence whose numbers are not parted from their units. */
function unbroken(sentence) {
  return sentence.replace(/(\d) (%|ms|s\b)/g, '$1\u00a0$2');
}

function plural(count, word) {
  return whole.format(count) + ' ' + word + (count === 1 ? '' : 's');
}

/** An element with attributes and children; text is always set as text. */
function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== null) node.setAttribute(key, value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

/**
 * A table as {name, columns, rows}: columns {label, unit, kind, text} (the first is the row's head;
 * text is 'text' or 'unit', the class of its cells), rows arrays of raw
 * values; marked says of each row whether it stands out (classes: how), swatches that it has a colour in the charts. A cell
 * keeps its raw value in data-value.
 */
function table(spec) {
  const head = element('tr', {}, spec.columns.map(column =>
    element('th', { scope: 'col', class: column.text || undefined }, column.label + (column.unit ? ', ' + column.unit : ''))));
  const body = spec.rows.map((row, index) => element('tr', {
    'data-row': spec.ids ? spec.ids[index] : undefined, class: spec.classes ? spec.classes[index] : spec.marked && spec.marked[index] ? 'marked' : undefined },
    row.map((value, place) => cell(value, spec.columns[place], place, spec, index))));
  return element('div', { class: 'scroll' },
    element('table', { 'data-table': spec.name, class: spec.columns.length > 10 ? 'dense' : spec.columns.length > 3 ? undefined : 'narrow' }, element('thead', {}, head), element('tbody', {}, body)));
}

function cell(value, column, place, spec, index) {
  const text = column.text || typeof value === 'string' ? String(value ?? ABSENT)
    : number(value, column.unit || column.kind || (spec.units ? spec.units[index] : undefined));
  if (place === 0) {
    const more = spec.notes && spec.notes[index] ? element('small', {}, spec.notes[index]) : null;
    return element('th', { scope: 'row', 'data-value': typeof value === 'number' ? value : undefined }, swatch(spec, index), text, more);
  }
  const kind = column.text ? column.text : value === null || value === undefined ? 'absent' : undefined;
  return element('td', { class: kind, 'data-value': column.text ? undefined : value }, text);
}

/** The colour of a row in the charts, where its table has one. */
function swatch(spec, index) {
  return spec.swatches ? element('i', { class: 'swatch', style: 'background: var(--series-' + index % SERIES + ')' }) : null;
}

/** The button that saves a table as CSV (RFC 4180), with raw values. */
function csvButton(spec) {
  const button = element('button', { type: 'button', class: 'csv' }, 'CSV');
  button.addEventListener('click', () => {
    const link = element('a', {
      href: URL.createObjectURL(new Blob([csv(spec)], { type: 'text/csv' })),
      download: spec.name + '.csv',
    });
    link.click();
    URL.revokeObjectURL(link.href);
  });
  return button;
}

function csv(spec) {
  const quote = value => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  const head = spec.columns.map(column => column.label + (column.unit ? ' (' + column.unit + ')' : ''));
  return [head, ...spec.rows].map(row => row.map(quote).join(',')).join('\r\n') + '\r\n';
}
