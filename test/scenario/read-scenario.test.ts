import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/base/usage-error.ts';
import { findScenario } from '../../src/scenario/find-scenario.ts';
import { KNOWN } from '../../src/scenario/known.ts';
import { type ReadOptions, readScenario } from '../../src/scenario/read-scenario.ts';
import { FILES, TEST_OPTIONS } from './catalogue.ts';

const good = readFileSync(`${FILES}/count.yaml`, 'utf8');
const folder = mkdtempSync(`${tmpdir()}/vmtop-`);
afterAll(() => rmSync(folder, { recursive: true }));

/** The message for a copy of the good file in which `from` is replaced; the file is called 'f'. */
function refusalOf(from: string, to: string): string {
  expect(good).toContain(from);
  return refusalOfText(good.replace(from, () => to));
}

function refusalOfText(text: string): string {
  const path = `${folder}/f.yaml`;
  writeFileSync(path, text);
  try {
    readScenario(path, TEST_OPTIONS);
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message.replaceAll(path, 'f')}`;
  }
  return 'accepted';
}

describe('a good file', () => {
  it('becomes a scenario with durations in ns, sizes in bytes and the preset merged', () => {
    const scenario = readScenario(`${FILES}/count.yaml`, TEST_OPTIONS);
    expect(scenario.name).toBe('count');
    expect(scenario.machine).toEqual({
      title: 'A small machine for tests',
      source: 'made up for tests',
      topology: { cpus: 1, cpusPerDie: 2, cpusPerSocket: 2, nodes: 1 },
      memory: 128 * 2 ** 20,
      costs: {
        lineHit: { value: 1, unit: 'ns', source: 'made up for tests' },
        tick: { value: 20, unit: 'ms', source: 'a test' },
      },
      disk: {
        spindles: 1,
        stripePages: 16,
        fullSeekUs: 8000,
        trackSeekUs: 500,
        rotationUs: 6000,
        transferUsPerPage: 50,
        source: 'made up for tests',
      },
    });
    expect(scenario.timeline).toEqual([
      {
        label: 'fill',
        caption: 'Users come in.',
        do: [{ kind: 'load', target: 10, overNs: 2e9 }],
        express: true,
        until: [{ metric: 'count.users', operator: '>=', value: 10 }],
        timeout: 10e9,
      },
      { label: 'calm', do: [], pace: 0.5, for: 1e9 },
      {
        label: 'flip',
        do: [
          { kind: 'flip', subsystem: 'rmap', variant: 'chain' },
          { kind: 'marker', text: 'here' },
        ],
        for: 1e9,
      },
    ]);
    expect([scenario.tick, scenario.pace, scenario.grain]).toEqual([100e6, 1, '']);
    expect(structuredClone(scenario)).toEqual(scenario);
  });

  it('has a subsystem that not every machine has, with its costs', () => {
    const path = `${folder}/extra.yaml`;
    const step = 'extra.step: { value: 1, unit: ns, source: a test }';
    const machine = good.replace('costs: { ', `costs: { ${step}, `);
    writeFileSync(path, machine.replace('rmap: shared }', "rmap: shared, extra: 'off' }"));
    const { kernel, machine: spec } = readScenario(path, TEST_OPTIONS);
    expect(kernel.variants).toEqual({ rmap: 'shared', extra: 'off' });
    expect(spec.costs['extra.step']).toEqual({ value: 1, unit: 'ns', source: 'a test' });
  });

  it('can be changed for one run', () => {
    const change = { params: { speed: 9 }, machine: { memory: '256M', topology: { cpus: 4 } }, load: 42 };
    const scenario = readScenario(`${FILES}/count.yaml`, { ...TEST_OPTIONS, change });
    expect(scenario.workload.params).toEqual({ speed: 9 });
    expect(scenario.workload.load?.start).toBe(42);
    expect([scenario.machine.memory, scenario.machine.topology.cpus]).toEqual([256 * 2 ** 20, 4]);
    expect(scenario.machine.topology.nodes).toBe(1);
  });

  it("tells a constant that was fitted on its own claims, or on another scenario's", () => {
    const path = `${folder}/fitted.yaml`;
    const constants = "fitted: [{ constant: tick, in: machine, on: [ten, 'other_one:ten'], note: why }]\nclaims:\n";
    writeFileSync(
      path,
      good.replace('claims:\n', constants).replace('source: arithmetic', 'source: arithmetic\n    fitted: true'),
    );
    expect(readScenario(path, TEST_OPTIONS).fitted).toEqual([
      { constant: 'tick', in: 'machine', on: ['ten', 'other_one:ten'], note: 'why' },
    ]);
  });

  it('may stall every CPU of its machine, and a claim every CPU of the machine that it asks for', () => {
    const path = `${folder}/stalled.yaml`;
    const stall = (cpu: number): string => `{ inject: { kind: stalled-cpu, cpu: ${cpu}, for: 1s } }`;
    const claim = `at: { machine: { topology: { cpus: 4 } }, do: [{ after: 1s, action: ${stall(3)} }], load: 10,`;
    writeFileSync(path, good.replace('{ marker: here }', stall(0)).replace('at: { load: 10,', claim));
    expect(readScenario(path, TEST_OPTIONS).claims[0]?.at.do[0]?.action).toMatchObject({ fault: { cpu: 3 } });
  });

  it('stays good when one run has fewer CPUs than its timeline stalls', () => {
    const path = `${folder}/fewer.yaml`;
    const wide = good.replace('topology: { cpus: 1 }', 'topology: { cpus: 4 }');
    writeFileSync(path, wide.replace('{ marker: here }', '{ inject: { kind: stalled-cpu, cpu: 3, for: 1s } }'));
    const change = { machine: { topology: { cpus: 2 } } };
    expect(readScenario(path, { ...TEST_OPTIONS, change }).machine.topology.cpus).toBe(2);
  });
});

it('a parameter that a run changes is told as --param, and so is what it makes of others in a good file', () => {
  const refusalWith = (path: string, options: ReadOptions, params: Readonly<Record<string, unknown>>): string => {
    try {
      readScenario(path, { ...options, change: { params } });
    } catch (error) {
      if (error instanceof UsageError) return error.message;
    }
    return 'accepted';
  };
  const own = (params: Readonly<Record<string, unknown>>): string =>
    refusalWith(findScenario('aim7-small'), { catalogue: KNOWN }, params);
  expect(own({ mode: 'foo' })).toBe("--param: mode: expected steady or benchmark, got 'foo'");
  expect(own({ arenaPages: -1 })).toBe('--param: arenaPages: expected at least 0, got -1');
  expect(own({ arenaPages: 99999999999 })).toBe('--param: arenaPages: expected at most 1048576, got 99999999999');
  expect(own({ arenaPages: 229 })).toBe('--param: hotPages: expected at most arenaPages, got 230');
  const broken = `${folder}/f.yaml`;
  writeFileSync(broken, good.replace('speed: 3', 'spede: 3'));
  expect(refusalWith(broken, TEST_OPTIONS, { speed: 2 })).toBe(
    `${broken}:10:13: workload.params.spede: unknown field; did you mean speed?`,
  );
  expect(refusalWith(broken, TEST_OPTIONS, { speed: 0 })).toBe('--param: speed: expected at least 1, got 0');
});

it('a workfile brings parameters, which the scenario may replace', () => {
  const path = `${folder}/with-workfile.yaml`;
  const paramsOf = (text: string): unknown => {
    writeFileSync(path, good.replace('params: { speed: 3 }', text));
    return readScenario(path, TEST_OPTIONS).workload.params;
  };
  expect(paramsOf('workfile: fast')).toEqual({ speed: 7 });
  expect(paramsOf('workfile: fast\n  params: { speed: 2 }')).toEqual({ speed: 2 });
});

describe('a bad file gets one line with place, field, expected and got', () => {
  const cases: readonly (readonly [what: string, from: string, to: string, message: string])[] = [
    ['zero CPUs', 'cpus: 1 }', 'cpus: 0 }', 'f:3:53: machine.topology.cpus: expected at least 1, got 0'],
    [
      'no nodes, once',
      'topology: { cpus: 1 }',
      'topology: { cpus: 1, nodes: 0 }',
      'f:3:62: machine.topology.nodes: expected at least 1, got 0',
    ],
    [
      'a die in several sockets',
      'topology: { cpus: 1 }',
      'topology: { cpus: 6, cpusPerDie: 3 }',
      `${FILES}/machines/small.yaml:3:37: topology.cpusPerSocket: expected a multiple of cpusPerDie, got 2`,
    ],
    [
      'nodes with different numbers of CPUs',
      'topology: { cpus: 1 }',
      'topology: { cpus: 3, nodes: 2 }',
      'f:3:62: machine.topology.nodes: expected a divisor of cpus, got 2',
    ],
    [
      'a billion users',
      'max: 100,',
      'max: 1000000000,',
      'f:9:43: workload.load.max: expected at most 200000, got 1000000000',
    ],
    [
      'a billion users at the start',
      'start: 1,',
      'start: 1000000000,',
      'f:9:24: workload.load.start: expected at most 200000, got 1000000000',
    ],
    ['control characters', 'step: 5', 'step: "\\e[2J"', "f:9:34: workload.load.step: expected a number, got '?[2J'"],
    ['a text for a number', 'step: 5', 'step: five', "f:9:34: workload.load.step: expected a number, got 'five'"],
    ['an unknown field', 'pace: 0.5', 'pase: 0.5', 'f:19:5: timeline[1].pase: unknown field; did you mean pace?'],
    ['a missing field', 'program: count', '', 'f:7:1: workload.program: expected text, got nothing'],
    [
      'a duration without unit',
      'for: 1s\n  - label: flip',
      'for: 1\n  - label: flip',
      "f:20:5: timeline[1].for: expected a duration with unit such as '250us', '20s' or '2m', got 1",
    ],
    [
      'a duration that is too long',
      'for: 1s\n  - label: flip',
      'for: 2401h\n  - label: flip',
      "f:20:5: timeline[1].for: expected more than 0 and at most 100 days, got '2401h'",
    ],
    [
      'a broken condition',
      'count.users >= 10\n',
      'count.users => 10\n',
      "f:16:5: timeline[0].until: expected 'metric op number [and ...]' with op one of >= <= > < == !=, e.g. 'cpu.sys > 97%', got 'count.users => 10'",
    ],
    [
      'an unknown variant',
      'rmap: shared }',
      'rmap: shraed }',
      "f:5:15: kernel.variants.rmap: expected a variant of rmap, got 'shraed'; did you mean shared?",
    ],
    [
      'an unknown subsystem in an action',
      'flip: rmap=chain',
      'flip: rmpa=chain',
      "f:22:12: timeline[2].do[0].flip: expected a subsystem, got 'rmpa'; did you mean rmap?",
    ],
    [
      'a flip of a subsystem that the machine does not have',
      'flip: rmap=chain',
      'flip: extra=on',
      "f:22:12: timeline[2].do[0].flip: expected a subsystem of this machine (rmap), got 'extra', which kernel.variants does not name",
    ],
    [
      'a subsystem whose costs the machine does not state',
      'rmap: shared }',
      'rmap: shared, extra: off }',
      `${FILES}/machines/small.yaml:5:1: costs.extra.step: expected a cost with value, unit and source, which extra needs, got nothing`,
    ],
    ['an unknown cost', 'tick: {', 'tikc: {', 'f:3:73: machine.costs.tikc: unknown cost; did you mean tick?'],
    ['a cost that is like no other', 'tick: {', 'copyProces: {', 'f:3:73: machine.costs.copyProces: unknown cost'],
    [
      'a time in pages',
      'unit: ms',
      'unit: pages',
      "f:3:92: machine.costs.tick.unit: expected ns or us or ms or bytes or count, got 'pages'",
    ],
    [
      'a time that is a number',
      'unit: ms',
      'unit: count',
      "f:3:92: machine.costs.tick.unit: expected ns or us or ms, got 'count'",
    ],
    [
      'a number that is a time',
      'costs: { ',
      'costs: { moves: { value: 2, unit: ns, source: a test }, ',
      "f:3:92: machine.costs.moves.unit: expected count, got 'ns'",
    ],
    [
      'a part of one',
      'costs: { ',
      'costs: { moves: { value: 1.5, unit: count, source: a test }, ',
      'f:3:82: machine.costs.moves.value: expected a whole number, got 1.5',
    ],
    [
      "an unknown cost of a claim's machine",
      'at: { load: 10,',
      'at: { machine: { costs: { tikc: { value: 1, unit: ms, source: a test } } }, load: 10,',
      'f:28:31: claims[0].at.machine.costs.tikc: unknown cost; did you mean tick?',
    ],
    [
      "a cost of a claim's machine that is none",
      'at: { load: 10,',
      'at: { machine: { costs: { tick: 20 } }, load: 10,',
      'f:28:31: claims[0].at.machine.costs.tick: expected a map of fields, got 20',
    ],
    [
      "an unknown part of a claim's other machine",
      'at: { load: 10,',
      'against: { machine: { memroy: 1G }, for: 1s }\n    at: { load: 10,',
      'f:28:27: claims[0].against.machine.memroy: unknown field; did you mean memory?',
    ],
    [
      'an unknown program',
      'program: count',
      'program: cuont',
      "f:8:3: workload.program: expected a workload program, got 'cuont'; did you mean count?",
    ],
    ["a program's parameter", 'speed: 3', 'speed: 0', 'f:10:13: workload.params.speed: expected at least 1, got 0'],
    [
      "a parameter of a claim's run",
      'at: { load: 10,',
      'at: { params: { spede: 3 }, load: 10,',
      'f:28:21: claims[0].at.params.spede: unknown field; did you mean speed?',
    ],
    [
      "a parameter of a claim's other run",
      'at: { load: 10,',
      'against: { params: { speed: 0 }, for: 1s }\n    at: { load: 10,',
      'f:28:26: claims[0].against.params.speed: expected at least 1, got 0',
    ],
    [
      "a workfile's parameter",
      'params: { speed: 3 }',
      'workfile: broken',
      `${FILES}/workfiles/broken.yaml:1:1: spede: unknown field; did you mean speed?`,
    ],
    [
      'an unknown workfile',
      'params: { speed: 3 }',
      'workfile: fats',
      "f:10:3: workload.workfile: expected a workfile, got 'fats'; did you mean fast?",
    ],
    [
      'an unknown preset',
      'preset: small',
      'preset: smal',
      "f:3:12: machine.preset: expected a machine preset, got 'smal'; did you mean small?",
    ],
    [
      'a load above the maximum',
      'to: 10,',
      'to: 101,',
      'f:14:20: timeline[0].do[0].load.to: expected at most workload.load.max (100), got 101',
    ],
    [
      "a claim's load above the maximum",
      'at: { load: 10,',
      'at: { load: 102,',
      'f:28:11: claims[0].at.load: expected at most workload.load.max (100), got 102',
    ],
    [
      "a variant that there is not, in a claim's other run",
      'at: { load: 10,',
      'against: { set: { rmap: nosuch }, for: 1s }\n    at: { load: 10,',
      "f:28:23: claims[0].against.set.rmap: expected a variant of rmap, got 'nosuch'; known are shared, chain",
    ],
    [
      "a load above the maximum in a claim's other run",
      'at: { load: 10,',
      'against: { load: 102, for: 1s }\n    at: { load: 10,',
      'f:28:16: claims[0].against.load: expected at most workload.load.max (100), got 102',
    ],
    [
      "an unknown subsystem in an action of a claim's other run",
      'at: { load: 10,',
      'against: { do: [{ after: 1s, action: { flip: rmpa=chain } }], for: 1s }\n    at: { load: 10,',
      "f:28:44: claims[0].against.do[0].action.flip: expected a subsystem, got 'rmpa'; did you mean rmap?",
    ],
    [
      "a search's reference above the maximum",
      '    value: 10',
      '    search: { from: 1, to: 100, growth: 2, reference: 101, belowShareOfMax: 0.5, precision: 0.1 }\n    value: 10',
      'f:29:44: claims[0].search.reference: expected at most workload.load.max (100), got 101',
    ],
    [
      'a search from above the maximum',
      '    value: 10',
      '    search: { from: 101, to: 102, growth: 2, below: 1, precision: 0.1 }\n    value: 10',
      [
        'f:29:15: claims[0].search.from: expected at most workload.load.max (100), got 101',
        'f:29:26: claims[0].search.to: expected at most workload.load.max (100), got 102',
      ].join('\n'),
    ],
    [
      'a CPU that the machine does not have',
      '{ marker: here }',
      '{ inject: { kind: stalled-cpu, cpu: 1, for: 1s } }',
      'f:22:63: timeline[2].do[1].inject.cpu: expected a CPU from 0 to 0, got 1',
    ],
    [
      "a CPU in a claim's action that the machine does not have",
      'at: { load: 10,',
      'at: { do: [{ after: 1s, action: { inject: { kind: stalled-cpu, cpu: 200, for: 1s } } }], load: 10,',
      'f:28:68: claims[0].at.do[0].action.inject.cpu: expected a CPU from 0 to 0, got 200',
    ],
    [
      "a CPU in an action of a claim's other run that the machine does not have",
      'at: { load: 10,',
      'against: { do: [{ after: 1s, action: { inject: { kind: stalled-cpu, cpu: 200, for: 1s } } }], for: 1s }\n    at: { load: 10,',
      'f:28:73: claims[0].against.do[0].action.inject.cpu: expected a CPU from 0 to 0, got 200',
    ],
    [
      'a part of the processes to be killed',
      '{ marker: here }',
      '{ kill: some }',
      "f:22:34: timeline[2].do[1].kill: expected 'all', got 'some'",
    ],
    [
      'a program whose processes cannot be killed',
      '{ marker: here }',
      '{ kill: all }',
      "f:22:34: timeline[2].do[1].kill: expected a workload program whose run can be ended (reaim), got 'count'",
    ],
    [
      'two actions in one',
      '{ marker: here }',
      '{ marker: here, flip: rmap=chain }',
      'f:22:32: timeline[2].do[1]: expected exactly one of load, kill, flip, inject, marker, got a map',
    ],
    [
      'control characters in a line',
      'label: calm',
      'label: "a\\e[2Jb"',
      "f:18:5: timeline[1].label: expected text without control characters, got 'a?[2Jb'",
    ],
    [
      'control characters in prose',
      'source: arithmetic',
      'source: "a\\e[2Jb"',
      "f:31:5: claims[0].source: expected text without control characters, got 'a?[2Jb'",
    ],
    [
      'control characters in a cost',
      'source: a test',
      'source: "a\\a"',
      "f:3:102: machine.costs.tick.source: expected text without control characters, got 'a?'",
    ],
    [
      'control characters in a unit',
      '    value: 10',
      '    unit: "\\e"\n    value: 10',
      "f:29:5: claims[0].unit: expected text without control characters, got '?'",
    ],
    [
      'a flip that flips nothing',
      'new: chain',
      'new: shared',
      "f:6:53: kernel.flips[0].new: expected another variant than old, got 'shared'",
    ],
    [
      'a tick that nobody could wait for',
      'timeline:\n',
      'tick: 99us\ntimeline:\n',
      "f:11:1: tick: expected at least 100us, got '99us'",
    ],
    [
      'a window that is shorter than a tick',
      'timeline:\n',
      'tick: 20ms\nwindow: 19999us\ntimeline:\n',
      "f:12:1: window: expected at least the tick, 20ms, got '19999us'",
    ],
    [
      "a claim's window that is shorter than a tick",
      'at: { load: 10,',
      'at: { window: 99ms, load: 10,',
      "f:28:11: claims[0].at.window: expected at least the tick, 100ms, got '99ms'",
    ],
    [
      "a window that is shorter than a tick in a claim's other run",
      'at: { load: 10,',
      'against: { window: 1ms, for: 1s }\n    at: { load: 10,',
      "f:28:16: claims[0].against.window: expected at least the tick, 100ms, got '1ms'",
    ],
    [
      'a tick that is longer than the window that is not given',
      'timeline:\n',
      'tick: 1001ms\ntimeline:\n',
      'f:1:1: window: expected at least the tick, 1001ms, got nothing',
    ],
    [
      'a claim without band',
      '    value: 10\n    tolerance: 0.1\n',
      '',
      'f:25:5: claims[0]: expected either value and tolerance, or min and/or max, got a map',
    ],
    [
      'a band that no figure can meet',
      '    value: 10\n    tolerance: 0.1\n',
      '    min: 30\n    max: 10\n',
      'f:30:5: claims[0].max: expected at least min, got 10',
    ],
    [
      'a claim that is marked as fitted, with no constant',
      'source: arithmetic',
      'source: arithmetic\n    fitted: true',
      "f:32:5: claims[0].fitted: expected a constant in 'fitted' that was fitted on 'ten', got none",
    ],
    [
      'a constant that was fitted on a claim that is not marked',
      'claims:\n',
      'fitted: [{ constant: tick, in: machine, on: [ten] }]\nclaims:\n',
      "f:24:46: fitted[0].on[0]: expected a claim with fitted: true, got 'ten'",
    ],
    [
      'a constant that was fitted on no claim that could be',
      'claims:\n',
      'fitted: [{ constant: tick, in: machine, on: ["a b"] }]\nclaims:\n',
      "f:24:46: fitted[0].on[0]: expected a claim's id, or 'scenario:id', got 'a b'",
    ],
  ];

  it.each(cases)('%s', (_, from, to, message) => {
    expect(refusalOf(from, to)).toBe(`UsageError: ${message}`);
  });

  it('broken YAML', () => {
    expect(refusalOfText('title: [')).toMatch(/^UsageError: f:1:9: not valid YAML: /);
    expect(refusalOfText('title: !!js/function "x"')).toMatch(/^UsageError: f:1:8: not valid YAML: Unresolved tag/);
    expect(refusalOfText('a: 1\na: 2')).toMatch(/^UsageError: f:2:1: not valid YAML: Map keys must be unique/);
    expect(refusalOfText('')).toBe('UsageError: f:1:1: expected a map of fields, got nothing');
  });

  it('more than one document', () => {
    expect(refusalOfText('a: 1\n---\nb: 2')).toBe('UsageError: f:2:1: expected one YAML document, got several');
  });

  const deep: readonly (readonly [what: string, text: string])[] = [
    ['lists in each other', `a: ${'['.repeat(60)}${']'.repeat(60)}`],
    ['half a million of them', `a: ${'['.repeat(500_000)}`],
    ['lists in each other, as a block', `a:\n${'- '.repeat(5_000)}x`],
    ['maps in each other', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ];

  it.each(deep)('%s', (_, text) => {
    expect(refusalOfText(text)).toMatch(/^UsageError: f:[1-9]\d*:[1-9]\d*: nested too deeply$/);
  });

  it('aliases that explode', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed'].map((pair) => [...pair])) {
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${of}`).join(',')}]`);
    }
    expect(refusalOfText(bomb.join('\n'))).toBe(
      'UsageError: f:1:1: expected at most 100 copies of an anchor by its aliases, got more',
    );
  });

  it('aliases that stand for nothing, or for themselves', () => {
    expect(refusalOfText('title: x\nsource: *b')).toBe(
      'UsageError: f:2:9: expected an anchor &b for *b, got none before it',
    );
    expect(refusalOfText('machine: &m { preset: small, x: *m }')).toBe(
      'UsageError: f:1:33: expected an anchor &m for *m, got it inside what that names',
    );
  });
});

describe('what is no readable file', () => {
  const refusal = (path: string): string => {
    try {
      readScenario(path, TEST_OPTIONS);
    } catch (error) {
      return error instanceof Error ? error.message.replace(folder, '') : '';
    }
    return 'accepted';
  };

  it('is refused with its reason', () => {
    expect(refusal(`${folder}/none.yaml`)).toBe('/none.yaml: no such file');
    expect(refusal(folder)).toBe(': expected a file, got a directory');
    writeFileSync(`${folder}/big.yaml`, 'x'.repeat(1_000_001));
    expect(refusal(`${folder}/big.yaml/f.yaml`)).toBe('/big.yaml/f.yaml: no such file');
    expect(refusal(`${folder}/${'x'.repeat(300)}.yaml`)).toMatch(/: cannot be read \(ENAMETOOLONG\)$/);
    expect(refusal(`${folder}/big.yaml`)).toBe('/big.yaml: expected at most 1000000 bytes, got 1000001');
  });

  it('is refused when it is no text', () => {
    const refusalOfBytes = (...bytes: readonly number[]): string => {
      writeFileSync(`${folder}/bytes.yaml`, Buffer.from([...Buffer.from('title: x\n'), ...bytes]));
      return refusal(`${folder}/bytes.yaml`);
    };
    const told = '/bytes.yaml:2: expected text in UTF-8, got other bytes';
    expect(refusalOfBytes(0x61, 0)).toBe(told);
    expect(refusalOfBytes(0x61, 0xfc, 0x0a)).toBe(told);
    expect(refusalOfBytes(0xef, 0xbf)).toBe(told);
    expect(refusalOfBytes(0xef, 0xbf, 0xbd)).not.toContain('UTF-8');
  });

  it('is refused unread when its end is not known', () => {
    expect(refusal('/dev/zero')).toBe('/dev/zero: expected a regular file');
    execFileSync('mkfifo', [`${folder}/pipe.yaml`]);
    expect(refusal(`${folder}/pipe.yaml`)).toBe('/pipe.yaml: expected a regular file');
  });

  it('is refused as a workfile, too', () => {
    const own = `${folder}/own`;
    cpSync(FILES, own, { recursive: true });
    execFileSync('mkfifo', [`${own}/workfiles/pipe.yaml`]);
    writeFileSync(`${folder}/f.yaml`, good.replace('params: { speed: 3 }', 'workfile: pipe'));
    expect(() => readScenario(`${folder}/f.yaml`, { ...TEST_OPTIONS, folder: own })).toThrow(
      new UsageError(`${own}/workfiles/pipe.yaml: expected a regular file`),
    );
  });

  it.skipIf(process.getuid?.() === 0)(
    'is refused without permission (root may read everything: skipped as root)',
    () => {
      writeFileSync(`${folder}/secret.yaml`, good);
      chmodSync(`${folder}/secret.yaml`, 0);
      expect(refusal(`${folder}/secret.yaml`)).toBe('/secret.yaml: no permission to read it');
    },
  );
});
