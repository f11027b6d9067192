import { expect, test } from 'vitest';
import { captionPanel } from '../../../src/tui/panels/captions/captions.ts';
import { titlePanel } from '../../../src/tui/panels/title/title.ts';
import type { Effect } from '../../../src/tui/state/effect.ts';
import { endOf } from '../../../src/tui/state/history.ts';
import { initialState, type State, shown, unopened } from '../../../src/tui/state/state.ts';
import { type Message, update } from '../../../src/tui/state/update.ts';
import { selectedSymbol } from '../../../src/tui/state/visible.ts';
import { demoInfo } from '../demo-session.ts';
import { panelText } from '../panels/panel-text.ts';
import { after, calm, collapsed, frame, keys, stateAt } from '../situations.ts';

const status = { paused: false, pace: 1, ratio: 1, phase: 'calm', express: null, eventsPerSecond: 1e6 };

const effectsOf = (state: State, ...names: readonly string[]): readonly Effect[] => {
  const before = after(state, ...keys(...names.slice(0, -1)));
  return update(before, { kind: 'key', key: names.at(-1) ?? '' }).effects;
};

const sent = (state: State, ...names: readonly string[]) =>
  effectsOf(state, ...names).map((effect) => (effect.kind === 'send' ? effect.control : effect.kind));

test('a digit flips to the other variant, from whatever will be active', () => {
  const state = stateAt(calm);
  expect(sent(state, '1')).toEqual([{ kind: 'flip', subsystem: 'rmap', variant: 'chain' }]);
  expect(sent(state, '1', '1')).toEqual([{ kind: 'flip', subsystem: 'rmap', variant: 'shared' }]);
  expect(sent(state, '1', 'u')).toEqual([{ kind: 'flip', subsystem: 'rmap', variant: 'shared' }]);
  expect(sent(state, '1', 'u', 'U')).toEqual([{ kind: 'flip', subsystem: 'rmap', variant: 'chain' }]);
  expect(sent(state, '2')).toEqual([]);
  expect(sent(state, 'u')).toEqual([]);
});

test('v lists all variants, from the one that runs on; Enter flips to the chosen one, once', () => {
  const state = stateAt(calm);
  const flip = (variant: string) => [{ kind: 'flip', subsystem: 'rmap', variant }];
  expect(after(state, ...keys('v')).mode).toEqual({ kind: 'variants', chosen: 1 });
  expect(sent(state, 'v', 'up', 'enter')).toEqual(flip('shared-brk'));
  expect(sent(state, 'v', 'j', 'j', 'enter')).toEqual(flip('chain-degree'));
  expect(sent(state, 'v', 'k', 'k', 'enter')).toEqual(flip('chain-degree'));
  expect(sent(state, 'v', 'enter')).toEqual([]);
  for (const leave of ['escape', 'q', 'v', 'enter'])
    expect(after(state, ...keys('v', leave)).mode).toEqual({ kind: 'normal' });
  // What has been asked for counts as running.
  expect(after(state, ...keys('1', 'v')).mode).toEqual({ kind: 'variants', chosen: 2 });
  expect(sent(state, 'v', 'up', 'enter', 'v', 'enter')).toEqual([]);
});

test('a flip from the list can be undone, and the digit goes on from there', () => {
  const state = stateAt(calm);
  const flip = (variant: string) => [{ kind: 'flip', subsystem: 'rmap', variant }];
  expect(sent(state, 'v', 'up', 'enter', 'u')).toEqual(flip('shared'));
  expect(sent(state, 'v', 'up', 'enter', '1')).toEqual(flip('chain'));
  expect(sent(state, 'v', 'down', 'enter', '1')).toEqual(flip('shared'));
});

test('a session that has just been opened brings its run and leaves the view as it is', () => {
  const early = after(initialState(unopened('aim7')), ...keys('z', 'tab', '1'));
  const state = after(early, { kind: 'opened', info: demoInfo(8) }, frame(calm));
  expect(state).toMatchObject({ zoomed: true, focus: 'locks', info: { title: demoInfo(8).title } });
  expect(endOf(state.live.history)).toBe(calm.atNs);
  expect(sent(state, '1')).toEqual([{ kind: 'flip', subsystem: 'rmap', variant: 'chain' }]);
});

test('Space pauses and goes on, at once', () => {
  const state = after(stateAt(calm), { kind: 'status', status });
  expect(sent(state, ' ')).toEqual([{ kind: 'pause' }]);
  expect(sent(state, ' ', ' ')).toEqual([{ kind: 'resume' }]);
  expect(sent(state, '.', ' ')).toEqual([{ kind: 'resume' }]);
});

test('a status from before a press does not take the pause back', () => {
  const running = after(stateAt(calm), { kind: 'status', status });
  const pressed = after(running, ...keys(' '), { kind: 'status', status });
  expect(sent(pressed, ' ')).toEqual([{ kind: 'resume' }]);
  const heard = after(pressed, { kind: 'status', status: { ...status, paused: true } });
  expect(sent(after(heard, { kind: 'status', status }), ' ')).toEqual([{ kind: 'pause' }]);
});

test('a notice stays for as many frames as there are in its seconds', () => {
  const frames = (fps: number): number => {
    let state = after(initialState(demoInfo(8), fps), { kind: 'notice', text: 'saved', tone: 'done' });
    for (let seq = 1; ; seq++) {
      state = after(state, frame({ ...calm, seq }));
      if (state.notice === null) return seq;
    }
  };
  expect([1, 10, 30].map(frames)).toEqual([6, 60, 180]);
});

test('the load keys go in whole steps and stay within their limits', () => {
  const load = (target: number) => [{ kind: 'load', target, overNs: 0 }];
  expect(sent(stateAt({ ...calm, users: 6020 }), '+')).toEqual(load(6500));
  expect(sent(stateAt({ ...calm, users: 6020 }), '-')).toEqual(load(6000));
  expect(sent(stateAt(calm), '+', '+')).toEqual(load(7000));
  expect(sent(stateAt({ ...calm, users: 40_000 }), '+')).toEqual(load(40_000));
  expect(sent(stateAt({ ...calm, users: 0 }), '-')).toEqual(load(0));
});

test('after the load is reached, the next step starts from the figure again', () => {
  const reached = after(stateAt(calm), ...keys('+'), frame({ ...calm, seq: 11, users: 6500 }));
  expect(sent(after(reached, frame({ ...calm, seq: 12, users: 9000 })), '+')).toEqual([
    { kind: 'load', target: 9500, overNs: 0 },
  ]);
});

const loadMarker = (target: number): Message => ({
  kind: 'marker',
  marker: { atNs: calm.atNs, kind: 'load', text: `load -> ${target}`, detail: '' },
});

test('a load that no frame shows exactly has been reached when the figure has passed it', () => {
  const passed = after(stateAt(calm), ...keys('+'), frame({ ...calm, seq: 11, users: 9100 }));
  expect(sent(passed, '+')).toEqual([{ kind: 'load', target: 9500, overNs: 0 }]);
  const short = after(stateAt(calm), ...keys('+', '+'), frame({ ...calm, seq: 11, users: 6600 }));
  expect(sent(short, '+')).toEqual([{ kind: 'load', target: 7500, overNs: 0 }]);
});

test('when the timeline changes the load, the next step starts from the figure', () => {
  const asked = after(stateAt(calm), ...keys('-'), loadMarker(5500));
  const moved = after(asked, loadMarker(26_000), frame({ ...calm, seq: 11, users: 26_000 }));
  expect(sent(moved, '+')).toEqual([{ kind: 'load', target: 26_500, overNs: 0 }]);
});

test('the answers to earlier presses do not make a later one forgotten', () => {
  const state = after(stateAt(calm), ...keys('+', '+', '+'), loadMarker(6500), loadMarker(7000));
  expect(sent(state, '+')).toEqual([{ kind: 'load', target: 8000, overNs: 0 }]);
});

test('brackets change the pace', () => {
  expect(sent(stateAt(calm), ']')).toEqual([{ kind: 'pace', factor: 2 }]);
  expect(sent(stateAt(calm), '[')).toEqual([{ kind: 'pace', factor: 0.5 }]);
});

test('a fault is injected from the menu', () => {
  expect(sent(stateAt(calm), '!', 'down', 'enter')).toEqual([
    { kind: 'inject', fault: { kind: 'slow-disk', factor: 10, forNs: 10_000_000_000 } },
  ]);
  expect(sent(stateAt(calm), '!', 'escape', 'enter')).toEqual([]);
});

test('in the help and in the filter, letters do not act on the run', () => {
  expect(sent(stateAt(calm), '?', '1')).toEqual([]);
  expect(sent(stateAt(calm), '?', 'q')).toEqual([]);
  expect(sent(stateAt(calm), '/', 'q')).toEqual([]);
  expect(sent(stateAt(calm), '?', 'ctrl-c')).toEqual(['quit']);
});

test('freezing holds the view; catching up shows the present', () => {
  const frozen = after(stateAt(calm), ...keys('f'), frame(collapsed));
  expect(shown(frozen).frame?.seq).toBe(calm.seq);
  expect(shown(after(frozen, ...keys('f'))).frame?.seq).toBe(collapsed.seq);
});

test('a frozen view tells nothing new of the run, and of keys what they did', () => {
  const marker = { atNs: 11e9, kind: 'load', text: 'load -> 9000', detail: '' } as const;
  const before = after(
    stateAt(calm),
    { kind: 'status', status },
    { kind: 'caption', text: 'Users arrive.' },
    { kind: 'marker', marker },
  );
  const screen = (state: State): readonly string[] =>
    [titlePanel, captionPanel].map((panel) => panelText(panel, state, 100, 3));
  const frozen = after(before, ...keys('f'));
  const later = Array.from({ length: 60 }, (_, index) => frame({ ...collapsed, seq: 11 + index }));
  const behind = after(
    frozen,
    ...later,
    { kind: 'status', status: { ...status, pace: 4, ratio: 2, phase: 'cliff' } },
    { kind: 'caption', text: 'Everybody waits.' },
    { kind: 'marker', marker: { ...marker, text: 'load -> 12000' } },
    { kind: 'end' },
  );
  expect(screen(behind)).toEqual(screen(frozen));
  expect(screen(after(behind, ...keys('f')))[1]).toContain('Everybody waits.');
  expect(screen(after(behind, ...keys(' ')))[0]).toContain('PAUSED');
  expect(screen(after(behind, ...keys('1')))[1]).toContain('asked for: rmap shared -> chain');
});

test('a filter is typed, erased, kept, and given up', () => {
  const typed = after(stateAt(calm), ...keys('/', 'p', 'a', 'x', 'backspace', 'g'));
  expect(typed.profile.filter).toBe('pag');
  expect(after(typed, ...keys('enter')).profile.filter).toBe('pag');
  expect(after(typed, ...keys('escape')).profile.filter).toBe('');
  expect(after(typed, ...keys('enter', 'escape')).profile.filter).toBe('');
  expect(after(typed, ...keys('enter', '/', 'z', 'escape')).profile.filter).toBe('pag');
});

test('the selection follows its symbol through a new order', () => {
  const selected = after(stateAt(calm), ...keys('down', 'down', 'down', 'down', 'down'));
  const symbol = selectedSymbol(selected);
  expect(symbol).not.toBe(selectedSymbol(stateAt(calm)));
  expect(selectedSymbol(after(selected, frame(collapsed)))).toBe(symbol);
});

test('the top of the list is followed as the top, not as a symbol', () => {
  expect(selectedSymbol(after(stateAt(calm), frame(collapsed)))).toBe('_raw_spin_lock');
});

test('chains are expanded one by one, all, and none', () => {
  const expanded = (...names: readonly string[]) => after(stateAt(collapsed), ...keys(...names)).profile.expanded.size;
  expect(expanded('enter')).toBe(1);
  expect(expanded('e', 'enter')).toBe(0);
  expect(expanded('E')).toBe(23);
  expect(expanded('E', 'C')).toBe(0);
});

test('a marker is told for a while, then the caption returns', () => {
  const marked = after(
    stateAt(calm),
    { kind: 'caption', text: 'Users arrive.' },
    { kind: 'marker', marker: { atNs: 12e9, kind: 'flip', text: 'rmap shared -> chain', detail: '' } },
  );
  expect(marked.notice?.text).toBe('12.0s  rmap shared -> chain');
  const later = Array.from({ length: 60 }, (_, index) => frame({ ...calm, seq: 11 + index }));
  expect(after(marked, ...later).notice).toBeNull();
});

test('saving, suspending and leaving are effects', () => {
  expect(sent(stateAt(calm), 'P')).toEqual(['save']);
  expect(sent(stateAt(calm), 'ctrl-z')).toEqual(['suspend']);
  expect(effectsOf(stateAt(calm), 'q')).toEqual([{ kind: 'quit', code: 0 }]);
  expect(effectsOf(stateAt(calm), 'ctrl-c')).toEqual([{ kind: 'quit', code: 130 }]);
});
