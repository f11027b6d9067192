import { expect, test } from 'vitest';
import type { Status } from '../../../src/bus/bus.ts';
import { captionPanel } from '../../../src/tui/panels/captions/captions.ts';
import { hintsPanel } from '../../../src/tui/panels/hints/hints.ts';
import { titlePanel } from '../../../src/tui/panels/title/title.ts';
import { initialState, type State, unopened } from '../../../src/tui/state/state.ts';
import { demoFrame } from '../demo-frames.ts';
import { demoInfo } from '../demo-session.ts';
import { after, calm, collapsed, frame, keys, stateAt } from '../situations.ts';
import { panelText } from './panel-text.ts';

const status: Status = { paused: false, pace: 0.5, ratio: 0.5, phase: '', express: null, eventsPerSecond: 1e6 };

const driven = (state: State, change: Partial<Status>): State =>
  after(state, { kind: 'status', status: { ...status, ...change } });

test('before the session has been opened', () => {
  expect(panelText(titlePanel, initialState(unopened('aim7')), 80, 3)).toMatchInlineSnapshot(`
    "
    vmtop aim7 · starting

    the machine is being built
    "
  `);
});

test('running, old variant', () => {
  expect(panelText(titlePanel, driven(stateAt(calm), {}), 100, 3)).toMatchInlineSnapshot(`
    "
    vmtop aim7 · AIM7 collapse of the shared anon_vma                                   pace 0.5x  10.0s
    [1] rmap ○ OLD shared → chain                                               8 CPUs · 16 GiB · seed 1
    Users 6,000   Jobs/min 35,624   Walk length 3,000   Old pages 100.0%   Free 9.60 GiB
    "
  `);
});

test('new variant, too slow for the pace, on a narrow screen', () => {
  const state = driven(stateAt({ ...collapsed, variant: 'chain' }), { pace: 2, ratio: 1.2 });
  expect(panelText(titlePanel, state, 60, 2)).toMatchInlineSnapshot(`
    "
    aim7 · AIM7 collapse of the…  reached 1.2x of pace 2x  20.0s
    [1] rmap ● NEW chain → shared   Users 12,000   Walk length 5
    "
  `);
});

test('paused and frozen', () => {
  const state = after(driven(stateAt(calm), { paused: true }), ...keys('f'));
  expect(panelText(titlePanel, state, 80, 3)).toMatchInlineSnapshot(`
    "
    aim7 · AIM7 collapse of the shared anon_vma    PAUSED   FROZEN  pace 0.5x  10.0s
    [1] rmap ○ OLD shared → chain                           8 CPUs · 16 GiB · seed 1
    Users 6,000   Jobs/min 35,624   Walk length 3,000   Old pages 100.0%
    "
  `);
});

test('express', () => {
  const state = driven(stateAt(calm), { phase: 'fill', express: 0.42 });
  expect(panelText(titlePanel, state, 110, 3)).toMatchInlineSnapshot(`
    "
    vmtop aim7 · AIM7 collapse of the shared anon_vma                                             fill 42%   10.0s
    [1] rmap ○ OLD shared → chain                                                         8 CPUs · 16 GiB · seed 1
    Users 6,000   Jobs/min 35,624   Walk length 3,000   Old pages 100.0%   Free 9.60 GiB
    "
  `);
});

test('express through a phase that has lost its name with its words', () => {
  const state = driven(stateAt(calm), { phase: '', express: 0.42 });
  expect(panelText(titlePanel, state, 80, 1)).toMatch(/ express 42% {3}10\.0s\n$/);
});

test('a flip that waits for calls in flight', () => {
  const frame = { ...demoFrame(calm), flipping: { subsystem: 'rmap', to: 'chain', inFlight: 312 } };
  const state = after(stateAt(), { kind: 'frame', frame });
  expect(panelText(titlePanel, state, 100, 3)).toMatchInlineSnapshot(`
    "
    vmtop aim7 · AIM7 collapse of the shared anon_vma                                              10.0s
    [1] rmap ○ OLD shared → chain  312 calls in flight                          8 CPUs · 16 GiB · seed 1
    Users 6,000   Jobs/min 35,624   Walk length 3,000   Old pages 100.0%   Free 9.60 GiB
    "
  `);
});

test('however narrow the screen, the state of every key is to be seen', () => {
  const flips = ['vmap-index', 'vmap-flush', 'vmap-percpu'].map((subsystem, index) => ({
    key: String(index + 1),
    subsystem,
    old: 'list',
    new: 'lazy-tree',
  }));
  const variants = { 'vmap-index': 'list', 'vmap-flush': 'lazy-tree', 'vmap-percpu': 'other' };
  const info = { ...demoInfo(8), flips };
  const state = after(
    stateAt(calm),
    { kind: 'opened', info },
    { kind: 'frame', frame: { ...demoFrame(calm), variants } },
  );
  const flipping = {
    ...demoFrame(calm),
    variants,
    flipping: { subsystem: 'vmap-index', to: 'lazy-tree', inFlight: 312 },
  };
  const line = (of: State, columns: number): string => panelText(titlePanel, of, columns, 2).split('\n')[2] ?? '';
  expect([200, 100, 90, 60, 30, 20].map((columns) => line(state, columns))).toMatchInlineSnapshot(`
    [
      "[1] vmap-index ○ OLD list → lazy-tree   [2] vmap-flush ● NEW lazy-tree → list   [3] vmap-percpu other → lazy-tree   Users 6,000   Jobs/min 35,624   Walk length 3,000   Old pages 100.0%   Free 9.60 GiB",
      "[1] vmap-index ○ OLD list   [2] vmap-flush ● NEW lazy-tree   [3] vmap-percpu other   Users 6,000",
      "[1] vmap-index ○ OLD list   [2] vmap-flush ● NEW lazy-tree   [3] vmap-percpu other",
      "[1] ○ list   [2] ● lazy-tree   [3] other   Users 6,000",
      "[1] ○ [2] ● [3] ?",
      "[1] ○ [2] ● [3] ?",
    ]
  `);
  expect(
    [100, 60].map((columns) => line(after(state, { kind: 'frame', frame: flipping }), columns)),
  ).toMatchInlineSnapshot(`
    [
      "[1] ○ list → lazy-tree  312 calls in flight    [2] ● lazy-tree   [3] other   Users 6,000",
      "[1] ○ [2] ● [3] ?   Users 6,000   Jobs/min 35,624",
    ]
  `);
});

test('a notice leaves of the words what it can, also where there is one line for both', () => {
  const state = after(
    stateAt(calm),
    { kind: 'caption', text: 'Users arrive: everybody forks from one parent, and the list grows.' },
    { kind: 'notice', text: 'rmap shared -> chain: 3.1 ms, nothing converted', tone: 'marker' },
  );
  expect(panelText(captionPanel, state, 60, 1)).toMatchInlineSnapshot(`
    "
    Users arrive: everybody fo…   rmap shared -> chain: 3.1 ms,…
    "
  `);
});

test('the hint bar shows as many keys as fit, always help and quit', () => {
  expect(panelText(hintsPanel, stateAt(calm), 160, 1)).toMatchInlineSnapshot(`
    "
    1 flip rmap  Space pause  + - users  Enter callers  v variants  / filter  f freeze  [ ] pace  Tab panel  z zoom  s sort  x whole run  . step    ? help  q quit
    "
  `);
  expect(panelText(hintsPanel, stateAt(calm), 60, 1)).toMatchInlineSnapshot(`
    "
    1 flip rmap  Space pause  + - users         ? help  q quit
    "
  `);
  expect(panelText(hintsPanel, after(stateAt(calm), ...keys('?')), 60, 1)).toMatchInlineSnapshot(`
    "
    Up Down scroll  Esc close
    "
  `);
  expect(panelText(hintsPanel, after(stateAt(calm), ...keys('z')), 60, 1)).toMatchInlineSnapshot(`
    "
    z unzoom  1 flip rmap  Space pause          ? help  q quit
    "
  `);
  expect(panelText(hintsPanel, after(stateAt(calm), ...keys('1', 'f')), 100, 1)).toMatchInlineSnapshot(`
    "
    f unfreeze  1 flip rmap  u undo  Space pause  + - users  Enter callers              ? help  q quit
    "
  `);
});

test('what stopped the run is told before the caption', () => {
  const failure = { message: 'rmap: page 17 lost', reproduce: 'vmtop run aim7 --seed 1', trace: '' };
  const state = after(stateAt(calm), { kind: 'caption', text: 'Users arrive.' }, { kind: 'failed', failure });
  expect(panelText(captionPanel, state, 100, 1)).toMatchInlineSnapshot(`
    "
    rmap: page 17 lost  (q shows how to reproduce it)
    "
  `);
  expect(panelText(titlePanel, state, 100, 1)).toMatchInlineSnapshot(`
    "
    vmtop aim7 · AIM7 collapse of the shared anon_vma                                   STOPPED    10.0s
    "
  `);
});

test('a notice stands behind a caption that needs all lines, and below a shorter one', () => {
  const caption = 'Every CPU waits for an anon_vma lock of this one family. Press 1 to exchange the reverse map.';
  const marker = { atNs: calm.atNs, kind: 'load', text: 'load -> 950', detail: '' } as const;
  const state = after(stateAt(calm), { kind: 'caption', text: caption }, { kind: 'marker', marker });
  expect(panelText(captionPanel, state, 80, 2)).toMatchInlineSnapshot(`
    "
    Every CPU waits for an anon_vma lock of this one family. Press 1 to exchange the
    reverse map.                                                  10.0s  load -> 950
    "
  `);
  expect(panelText(captionPanel, state, 100, 2)).toMatchInlineSnapshot(`
    "
    Every CPU waits for an anon_vma lock of this one family. Press 1 to exchange the reverse map.
    10.0s  load -> 950
    "
  `);
  expect(panelText(captionPanel, state, 80, 1)).toMatchInlineSnapshot(`
    "
    Every CPU waits for an anon_vma lock of this one family. P…   10.0s  load -> 950
    "
  `);
});

test('where words need all lines a new marker takes the last one for a moment, an answer to a key for longer', () => {
  const text =
    'Every CPU waits for an anon_vma lock of this one family, and the one that holds it asks every child. Press 1 to exchange it now.';
  const marker = { atNs: calm.atNs, kind: 'flip', text: 'rmap shared -> chain', detail: '' } as const;
  const state = after(stateAt(calm), { kind: 'caption', text }, { kind: 'marker', marker });
  const later = (of: State, frames: number): State =>
    after(of, ...Array.from({ length: frames }, (_, seq) => frame({ ...calm, seq, atNs: calm.atNs + seq + 1 })));
  const lines = (of: State, columns: number): string => panelText(captionPanel, of, columns, 2);
  expect(lines(later(state, 29), 67)).toMatchInlineSnapshot(`
    "
    Every CPU waits for an anon_vma lock of this one family, and the o…
    10.0s  rmap shared -> chain
    "
  `);
  expect(lines(later(state, 30), 67)).toMatchInlineSnapshot(`
    "
    Every CPU waits for an anon_vma lock of this one family, and the
    one that holds it asks every child. Press 1 to exchange it now.
    "
  `);
  expect(lines(state, 80)).toMatchInlineSnapshot(`
    "
    Every CPU waits for an anon_vma lock of this one family, and the one that holds
    it asks every child. Press 1 to exchange it now.     10.0s  rmap shared -> chain
    "
  `);
  const saved = after(state, { kind: 'notice', text: 'saved: vmtop-aim7.txt', tone: 'done' });
  expect(lines(later(saved, 59), 67)).toMatchInlineSnapshot(`
    "
    Every CPU waits for an anon_vma lock of this one family, and the o…
    saved: vmtop-aim7.txt
    "
  `);
});

test('the phase of the story, and a title that is cut at one place whether the pace is reached or not', () => {
  const state = (ratio: number): State => driven(stateAt(calm), { phase: 'cliff', pace: 1, ratio });
  expect(panelText(titlePanel, state(1), 80, 1)).toMatchInlineSnapshot(`
    "
    aim7 · AIM7 collapse of the shared anon…                   pace 1x  cliff  10.0s
    "
  `);
  expect(panelText(titlePanel, state(0.5), 80, 1)).toMatchInlineSnapshot(`
    "
    aim7 · AIM7 collapse of the shared anon…   reached 0.5x of pace 1x  cliff  10.0s
    "
  `);
});

test('the name of the program is left out where the title has no room beside it', () => {
  const info = { ...demoInfo(8), scenario: 'aim7-small', title: 'AIM7 in small, 1 GB and a few hundred users' };
  const lines = (columns: number): readonly string[] =>
    [0.5, 1].map((ratio) => {
      const state = driven({ ...stateAt(calm), info }, { phase: 'cliff', pace: 1, ratio });
      return panelText(titlePanel, state, columns, 1).trim();
    });
  expect([...lines(80), ...lines(110)]).toMatchInlineSnapshot(`
    [
      "aim7-small · AIM7 in small, 1 GB and a …   reached 0.5x of pace 1x  cliff  10.0s",
      "aim7-small · AIM7 in small, 1 GB and a …                   pace 1x  cliff  10.0s",
      "vmtop aim7-small · AIM7 in small, 1 GB and a few hundred users           reached 0.5x of pace 1x  cliff  10.0s",
      "vmtop aim7-small · AIM7 in small, 1 GB and a few hundred users                           pace 1x  cliff  10.0s",
    ]
  `);
});

test('a unit that the name of a figure ends with is said once', () => {
  const metric = { id: 'requests.rate', label: 'requests/s', unit: '/s', help: '' };
  const info = { ...demoInfo(8), metrics: [metric], headline: [metric.id] };
  const message = { kind: 'frame', frame: { ...demoFrame(calm), metrics: { [metric.id]: 370 } } } as const;
  expect(panelText(titlePanel, after(initialState(info), message), 80, 3).split('\n')[3]).toBe('requests/s 370');
});

test('the clock is there however long it gets', () => {
  for (let columns = 60; columns <= 130; columns++) {
    const state = driven(stateAt(calm), { phase: 'a long phase', pace: 20, ratio: 0.25, paused: columns % 2 === 0 });
    expect(panelText(titlePanel, state, columns, 1)).toMatch(
      /^\n(vmtop )?aim7 .* (PAUSED|reached).* a long phase {2}10\.0s\n$/,
    );
  }
});

test('a long caption takes the lines that there are', () => {
  const text =
    'Every CPU waits for one anon_vma lock while its holder walks the page tables of ten thousand processes.';
  const state = after(stateAt(calm), { kind: 'caption', text });
  expect(panelText(captionPanel, state, 80, 2)).toMatchInlineSnapshot(`
    "
    Every CPU waits for one anon_vma lock while its holder walks the page tables of
    ten thousand processes.
    "
  `);
  expect(panelText(captionPanel, state, 60, 1)).toMatchInlineSnapshot(`
    "
    Every CPU waits for one anon_vma lock while its holder walk…
    "
  `);
});

test('several keys: what has no room goes, the targets first', () => {
  const state = stateAt(calm);
  const names = ['rmap', 'vmap-index', 'vmap-flush'];
  const flips = names.map((subsystem, at) => ({ key: `${at + 1}`, subsystem, old: 'shared', new: 'chain' }));
  const frame = { ...demoFrame(calm), variants: { rmap: 'shared', 'vmap-index': 'chain', 'vmap-flush': 'shared' } };
  const several = after({ ...state, info: { ...state.info, flips } }, { kind: 'frame', frame });
  const line = (columns: number): string => panelText(titlePanel, several, columns, 3).split('\n')[2] ?? '';
  expect([line(110), line(80), line(62)]).toMatchInlineSnapshot(`
    [
      "[1] rmap ○ OLD shared → chain   [2] vmap-index ● NEW chain → shared   [3] vmap-flush ○ OLD shared → chain",
      "[1] rmap ○ OLD shared   [2] vmap-index ● NEW chain   [3] vmap-flush ○ OLD shared",
      "[1] ○ shared   [2] ● chain   [3] ○ shared",
    ]
  `);
});

test('several keys of one subsystem: its name once, the variant that runs marked', () => {
  const state = stateAt(calm);
  const flips = ['ticket', 'mcs'].map((to, at) => ({ key: `${at + 1}`, subsystem: 'lock-kind', old: 'byte', new: to }));
  const line = (variant: string, columns = 110): string => {
    const frame = { ...demoFrame(calm), variants: { 'lock-kind': variant } };
    const several = after({ ...state, info: { ...state.info, flips } }, { kind: 'frame', frame });
    return panelText(titlePanel, several, columns, 3).split('\n')[2] ?? '';
  };
  expect([line('byte', 20), line('mcs', 20)]).toEqual(['○ [1] [2]', '[1] [2] ●']);
  expect([line('byte'), line('mcs')]).toMatchInlineSnapshot(`
    [
      "lock-kind ○ byte [1] ticket  [2] mcs                                                  8 CPUs · 16 GiB · seed 1",
      "lock-kind [1] ticket  [2] ● mcs                                                       8 CPUs · 16 GiB · seed 1",
    ]
  `);
});
