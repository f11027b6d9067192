import { expect, test } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { SMALLEST_CHART } from '../../../src/tui/charts/chart.ts';
import { createPlotter } from '../../../src/tui/charts/line-plot.ts';
import { chartsPanel } from '../../../src/tui/panels/charts/charts.ts';
import { rarely } from '../../../src/tui/panels/rarely.ts';
import { initialState, type State } from '../../../src/tui/state/state.ts';
import type { Message } from '../../../src/tui/state/update.ts';
import { createTheme } from '../../../src/tui/theme/theme.ts';
import { demoFrame } from '../demo-frames.ts';
import { demoInfo } from '../demo-session.ts';
import { after, calm, frame, keys } from '../situations.ts';
import { panelText } from './panel-text.ts';

const plotter = createPlotter();

/** Old for ten seconds with a cliff at 5 s, then new. */
function story(charts = demoInfo(8).charts): State {
  const messages: Message[] = [];
  for (let tenth = 1; tenth <= 150; tenth++) {
    const atNs = (tenth * SECOND) / 10;
    const pressure = tenth > 50 && tenth <= 100 ? 1 : 0;
    messages.push(frame({ ...calm, seq: tenth, atNs, pressure, variant: tenth <= 100 ? 'shared' : 'chain' }));
    if (tenth === 100) {
      messages.push({ kind: 'marker', marker: { atNs, kind: 'flip', text: 'rmap shared -> chain', detail: '' } });
    }
  }
  return after(initialState({ ...demoInfo(8), charts }), ...messages);
}

test('what is drawn rarely has its figures at once, and its lines with the next frame but one or when other lines are asked for', () => {
  const panel = chartsPanel(plotter, rarely(2));
  const drawn = (state: State): { title: string | undefined; lines: readonly string[] } => {
    const [, title, ...lines] = panelText(panel, state, 60, 8).split('\n');
    return { title, lines };
  };
  const at = (seq: number): Message => frame({ ...calm, seq, atNs: 10 * seq * SECOND, pressure: seq === 2 ? 0 : 1 });
  const state = after(initialState({ ...demoInfo(8), charts: demoInfo(8).charts.slice(0, 1) }), at(2));
  const first = drawn(state);
  const next = after(state, at(3));
  expect(drawn(next).title).not.toBe(first.title);
  expect(drawn(next).lines).toEqual(first.lines);
  expect(drawn(after(state, at(4))).lines).not.toEqual(first.lines);
  expect(drawn(state)).toEqual(first);
  expect(drawn(after(next, ...keys('x'))).lines).not.toEqual(first.lines);
});

test('an instant that would touch the last one on the axis is left out', () => {
  const atNs = 0.35 * SECOND;
  const state = after(
    initialState({ ...demoInfo(8), charts: demoInfo(8).charts.slice(0, 1) }),
    frame({ ...calm, atNs }),
  );
  const axis = panelText(chartsPanel(plotter), state, 30, 8).split('\n').at(-2);
  expect(axis).toMatchInlineSnapshot(`"       0    100ms 200ms  400ms"`);
});

test('an axis has one unit', () => {
  const axis = (atNs: number): string => {
    const state = after(
      initialState({ ...demoInfo(8), charts: demoInfo(8).charts.slice(0, 1) }),
      frame({ ...calm, atNs }),
    );
    return panelText(chartsPanel(plotter), state, 60, 8).split('\n').at(-2)?.trim().replaceAll(/ +/g, ' ') ?? '';
  };
  expect([0.9, 250, 2900, 7000].map((seconds) => axis(seconds * SECOND))).toEqual([
    '0 0.25s 0.5s 0.75s 1s',
    '0 100s 200s 300s',
    '0 1000s 2000s 3000s',
    '0 2000s 4000s 6000s 8000s',
  ]);
});

test('the label of a marker keeps clear of the letters at the ends of the lines', () => {
  const chart = { title: 'CPU time', unit: '%', max: 1, metrics: ['cpu.user', 'cpu.sys'] };
  const marker = { atNs: 4.4 * SECOND, kind: 'load', text: 'all killed', detail: '' } as const;
  const busy = demoFrame({ ...calm, atNs: 4.4 * SECOND });
  const state = after(
    initialState({ ...demoInfo(8), charts: [chart] }),
    { kind: 'frame', frame: { ...busy, metrics: { 'cpu.user': 0, 'cpu.sys': 1 } } },
    { kind: 'marker', marker },
  );
  expect(panelText(chartsPanel(plotter), state, 60, 9)).toContain('▼s all killed');
});

test('a legend leaves out the word that all its names end with', () => {
  const names = ['vmlist_lock waiters', 'dcache_lock waiters'];
  const metrics = names.map((label, at) => ({ id: `lock.${at}`, label, unit: '', help: '' }));
  const chart = { title: 'waiters', unit: '', max: null, metrics: metrics.map(({ id }) => id) };
  const titleWith = (labels: readonly string[]): string => {
    const infos = metrics.map((metric, at) => ({ ...metric, label: labels[at] ?? '' }));
    const state = initialState({ ...demoInfo(8), charts: [chart], metrics: infos });
    return panelText(chartsPanel(plotter), after(state, frame({ ...calm, atNs: SECOND })), 60, 9).split('\n')[1] ?? '';
  };
  expect(titleWith(names)).toMatch(/─ waiters ─+ {2}a vmlist_lock - b dcache_lock - ─/);
  expect(titleWith(['vmlist_lock waiters', 'dcache_lock held'])).toMatch(
    /a vmlist_lock waiters - b dcache_lock held -/,
  );
  expect(titleWith(['one', 'one'])).toMatch(/a one - b one -/);
});

test('where the title has no room for the names of its lines, they have a line of their own', () => {
  const labels = ['VMAs on the list behind a page', 'PTEs examined'];
  const metrics = labels.map((label, at) => ({ id: `survey.${at}`, label, unit: '', help: '' }));
  const chart = { title: 'VMAs behind a page', unit: '', max: null, metrics: metrics.map(({ id }) => id) };
  const values = { 'survey.0': 1001, 'survey.1': 483 };
  const info = { ...demoInfo(8), charts: [chart], metrics };
  const message = { kind: 'frame', frame: { ...demoFrame(calm), metrics: values } } as const;
  const head = (columns: number, rows: number): readonly string[] =>
    panelText(chartsPanel(plotter), after(initialState(info), message), columns, rows)
      .split('\n')
      .slice(1, 3);
  expect([head(60, 9), head(40, 7), head(40, 6)]).toMatchInlineSnapshot(`
    [
      [
        "─ VMAs behind a page ──────────────────────  a 1,001 b 483 ─",
        " a VMAs on the list behind a page  b PTEs examined",
      ],
      [
        "─ VMAs behind a page ──  a 1,001 b 483 ─",
        " a VMAs on the lis…  b PTEs examined",
      ],
      [
        "─ VMAs behind a page ──  a 1,001 b 483 ─",
        " 1500 │",
      ],
    ]
  `);
});

test('a marker says what it is where there is room', () => {
  const marker = { atNs: 5 * SECOND, kind: 'load', text: 'load -> 950', detail: '' } as const;
  const state = after(story(demoInfo(8).charts.slice(1, 2)), { kind: 'marker', marker });
  expect(panelText(chartsPanel(plotter), state, 80, 9)).toContain('▼ load -> 950');
});

test('three charts with axes in units and the flip at its instant', () => {
  expect(panelText(chartsPanel(plotter), story(), 60, 27)).toMatchInlineSnapshot(`
    "
    ─ Jobs/min ──────────────────────────────────────── 35,528 ─
    40.0k │⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀                 ▼⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
          │                 ⢸                 ⢸
          │                 ⢸                 ⢸
    20.0k │                  ⡇                ⡎
          │                  ⡇                ⡇
        0 │                  ⠓⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠃
          └─────────────────────────────────────────────────────
           0                5s                10s            15s
    ─ CPU time ────────────────  u 78.6% s 8.4% X 0.0% w 10.0% ─
     100% │                                   ▼ chain
          │⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⢲⡏⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⣷⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒u
          │                 ⢸⡇                ⣿
      50% │                 ⢸⡇                ⣿
          │                 ⢸⡇                ⣿
       0% │⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣻⣯⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣿⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛w
          └─────────────────────────────────────────────────────
           0                5s                10s            15s
    ─ Walk length ────────────────────────────────────────── 2 ─
     3000 │⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒▼ chain
          │                                   ⡇
          │                                   ⡇
     1500 │                                   ⢸
          │                                   ⢸
        0 │                                   ⠸⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
          └─────────────────────────────────────────────────────
           0                5s                10s            15s
    "
  `);
});

/** Two minutes at pace 1: a flip after ten seconds, another load after a hundred. */
function longStory(): State {
  const status = { paused: false, pace: 1, ratio: 1, phase: '', express: null, eventsPerSecond: 0 };
  const messages: Message[] = [{ kind: 'status', status }];
  for (let seq = 1; seq <= 120; seq++) {
    const atNs = seq * SECOND;
    messages.push(frame({ ...calm, seq, atNs, pressure: seq > 110 ? 1 : 0, variant: seq <= 10 ? 'shared' : 'chain' }));
    if (seq === 10) messages.push(marker(atNs, 'flip', 'rmap shared -> chain'));
    if (seq === 100) messages.push(marker(atNs, 'load', 'load -> 900'));
  }
  return after(initialState({ ...demoInfo(8), charts: demoInfo(8).charts.slice(2) }), ...messages);
}

const marker = (atNs: number, kind: 'flip' | 'load', text: string): Message => ({
  kind: 'marker',
  marker: { atNs, kind, text, detail: '' },
});

test('a long run: the last minute, with the flip before it at the edge; the whole run on a key', () => {
  const state = longStory();
  expect(panelText(chartsPanel(plotter), state, 60, 8)).toMatchInlineSnapshot(`
    "
    ─ Walk length ────────────────────────────────────────── 5 ─
        6 │← chain                            ▼ load -> 900
          │                                            ⢸⠉⠉⠉⠉⠉⠉⠉⠉
          │                                            ⡎
          │⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠃
        0 │
          └─────────────────────────────────────────────────────
           60s              80s               100s          120s
    "
  `);
  expect(panelText(chartsPanel(plotter), after(state, ...keys('x')), 60, 8)).toMatchInlineSnapshot(`
    "
    ─ Walk length ────────────────────────────────────────── 5 ─
     3000 │⠒⠒⠒▼ chain                         ▼ load -> 900
          │   ⢸
          │   ⠘⡄
          │   ┊⡇
        0 │   ┊⠧⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠄
          └─────────────────────────────────────────────────────
           0                50s               100s          150s
    "
  `);
  expect(panelText(chartsPanel(plotter), after(state, ...keys('x', 'x')), 60, 8)).toBe(
    panelText(chartsPanel(plotter), state, 60, 8),
  );
});

test('the marker stands at its column at any width', () => {
  for (let columns = 30; columns < 200; columns += 13) {
    const text = panelText(chartsPanel(plotter), story(demoInfo(8).charts.slice(0, 1)), columns, 12);
    const marked = text.split('\n').find((line) => line.includes('▼')) ?? '';
    const plotColumns = columns - 7;
    expect(Math.abs(marked.indexOf('▼') - (7 + (plotColumns * 10) / 15))).toBeLessThanOrEqual(1);
  }
});

test('in ASCII', () => {
  expect(panelText(chartsPanel(plotter), story(), 60, 9, createTheme('none', true))).toMatchInlineSnapshot(`
    "
    - Jobs/min ---------------------------------------- 35,528 -
    40.0k |..................                 v.................
          |                 :                 :
          |                 :                 :
    20.0k |                  :                :
          |                  :                :
        0 |                  ''''''''''''''''''
          +-----------------------------------------------------
           0                5s                10s            15s
    "
  `);
});

test('side by side when there is more width than height', () => {
  expect(panelText(chartsPanel(plotter), story(), 120, 9)).toMatchInlineSnapshot(`
    "
    ─ Jobs/min ─────────────────────────────────────── 35,528 ─ ─ CPU time ────────────────  u 78.6% s 8.4% X 0.0% w 10.0% ─
    40.0k │⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡀                ▼⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀  100% │                                   ▼ chain
          │                 ⡇                ┊⡇                       │⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⢲⡏⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⣷⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒u
          │                 ⡇                ┊⡇                       │                 ⢸⡇                ⣿
    20.0k │                 ⢸                ⢰⠁                   50% │                 ⢸⡇                ⣿
          │                 ⢸                ⢸                        │                 ⢸⡇                ⣿
        0 │                 ⠘⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠚                     0% │⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣻⣯⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣭⣿⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛⣛w
          └────────────────────────────────────────────────────       └─────────────────────────────────────────────────────
           0                5s               10s            15s        0                5s                10s            15s
    "
  `);
});

test('without widgets or without room there is the title with the figure', () => {
  expect(panelText(chartsPanel(null), story(), 60, 9)).toMatchInlineSnapshot(`
    "
    ─ Jobs/min ──────────────────────────────────────── 35,528 ─
    "
  `);
  expect(panelText(chartsPanel(plotter), story(), 22, 4)).toMatchInlineSnapshot(`
    "
    ─ Jobs/min ── 35,528 ─
    "
  `);
});

test('any size and any value is drawn without failing', () => {
  const wild = [Number.NaN, Number.POSITIVE_INFINITY, -5, 1e12, 0];
  const messages = wild.map((users, index) => frame({ ...calm, seq: index, atNs: (index + 1) * SECOND, users }));
  const state = after(
    initialState({ ...demoInfo(8), charts: [{ title: 'x', unit: '', max: null, metrics: ['load.users'] }] }),
    ...messages,
  );
  for (let columns = 24; columns < 130; columns += 5) {
    for (let rows = 5; rows < 40; rows += 3) {
      const lines = panelText(chartsPanel(plotter), state, columns, rows).split('\n').slice(1, -1);
      expect(lines.length).toBeLessThanOrEqual(rows);
      expect(lines[0]).toMatch(/^─ x ─+ .+ ─$/);
      expect(lines.slice(1).join('')).not.toMatch(/NaN|Infinity|undefined/);
      if (rows > SMALLEST_CHART.rows && columns >= SMALLEST_CHART.columns) expect(lines[1]).toContain('│');
    }
  }
});

test('where a figure does not exist there is a gap, not a zero', () => {
  const walks = (seq: number): Message => {
    const message = frame({ ...calm, seq, atNs: seq * SECOND });
    if (message.kind !== 'frame' || seq > 5) return message;
    return { kind: 'frame', frame: { ...message.frame, metrics: {} } };
  };
  const charts = demoInfo(8).charts.slice(2);
  const state = after(
    initialState({ ...demoInfo(8), charts }),
    ...Array.from({ length: 10 }, (_, seq) => walks(seq + 1)),
  );
  expect(panelText(chartsPanel(plotter), state, 40, 8)).toMatchInlineSnapshot(`
    "
    ─ Walk length ────────────────── 3,000 ─
     3000 │                 ⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒
          │
          │
          │
        0 │
          └─────────────────────────────────
           0       2.5s    5s      7.5s  10s
    "
  `);
});
