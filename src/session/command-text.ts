// Commands as they are written after --at: 'rmap=chain', 'load=9000/20s', 'kill=all', 'inject=slow-disk/4/10s'.

import { didYouMean } from '../base/closest.ts';
import { parseDuration } from '../base/quantity.ts';
import type { Ns } from '../base/time.ts';
import { UsageError } from '../base/usage-error.ts';
import { ALLOCATIONS, CPU_NUMBERS, type Limits, SLOWNESS } from '../scenario/limits.ts';
import type { Command, Fault, LoggedCommand } from '../simulation/command.ts';

const FORM =
  "expected 'TIME:SUBSYSTEM=VARIANT', 'TIME:load=N[/OVER]', 'TIME:kill=all' or 'TIME:inject=allocation/COUNT | slow-disk/FACTOR/FOR | stalled-cpu/CPU/FOR', TIME such as 5s";

const range = ({ min, max }: Limits): string => `from ${min} to ${max}`;

const FAULT_FORMS: Readonly<Record<Fault['kind'], string>> = {
  allocation: `allocation/COUNT, COUNT a whole number ${range(ALLOCATIONS)}`,
  'slow-disk': `slow-disk/FACTOR/FOR, FACTOR a number ${range(SLOWNESS)}, FOR such as 10s`,
  'stalled-cpu': `stalled-cpu/CPU/FOR, CPU a whole number ${range(CPU_NUMBERS)}, FOR such as 10s`,
};

/** '5s:rmap=chain' */
export function parseAt(text: string): LoggedCommand {
  const [, time = '', key = '', value = ''] = /^([^:]*):([^=]+)=(.+)$/.exec(text) ?? [];
  const atNs = parseDuration(time);
  const command = atNs === null || key === '' ? null : parseCommand(key, value.split('/'));
  if (atNs === null || command === null) throw new UsageError(`--at: ${FORM}, got '${text}'`);
  return { atNs, command };
}

function parseCommand(key: string, parts: readonly string[]): Command | null {
  if (key === 'inject') return { kind: 'inject', fault: parseFault(parts) };
  const [first = '', second] = parts;
  if (key === 'kill') return second === undefined && first === 'all' ? { kind: 'kill' } : null;
  if (key === 'load') return parts.length > 2 ? null : parseLoad(first, second);
  return second === undefined ? { kind: 'flip', subsystem: key, variant: first } : null;
}

function parseLoad(target: string, over: string | undefined): Command | null {
  const overNs = over === undefined ? 0 : parseDuration(over);
  const number = whole(target);
  return overNs === null || number === null ? null : { kind: 'load', target: number, overNs };
}

function parseFault([kind = '', ...parts]: readonly string[]): Fault {
  if (!isFault(kind))
    throw new UsageError(`--at: unknown fault '${kind}'${didYouMean(kind, Object.keys(FAULT_FORMS))}`);
  const fault = kind === 'allocation' ? parseAllocation(parts) : parseLasting(kind, parts);
  if (fault !== null) return fault;
  throw new UsageError(`--at: inject: expected ${FAULT_FORMS[kind]}, got '${[kind, ...parts].join('/')}'`);
}

const isFault = (kind: string): kind is Fault['kind'] => Object.hasOwn(FAULT_FORMS, kind);

function parseAllocation([text, ...more]: readonly string[]): Fault | null {
  const count = within(whole(text), ALLOCATIONS);
  return count === null || more.length > 0 ? null : { kind: 'allocation', count };
}

function parseLasting(kind: 'slow-disk' | 'stalled-cpu', [text, time = '', ...more]: readonly string[]): Fault | null {
  const forNs = parseDuration(time);
  if (forNs === null || forNs === 0 || more.length > 0) return null;
  const number = kind === 'slow-disk' ? within(decimal(text), SLOWNESS) : within(whole(text), CPU_NUMBERS);
  if (number === null) return null;
  return kind === 'slow-disk' ? { kind, factor: number, forNs } : { kind, cpu: number, forNs };
}

const within = (number: number | null, { min, max }: Limits): number | null =>
  number !== null && number >= min && number <= max ? number : null;

const whole = (text: string | undefined): number | null => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : null);

/** Not all that Number() takes: '' would be 0. */
const decimal = (text: string | undefined): number | null => (/^\d+(\.\d+)?$/.test(text ?? '') ? Number(text) : null);

/** What parseAt reads. */
export const atText = ({ atNs, command }: LoggedCommand): string => `${durationText(atNs)}:${commandText(command)}`;

function commandText(command: Command): string {
  if (command.kind === 'flip') return `${command.subsystem}=${command.variant}`;
  if (command.kind === 'load')
    return `load=${command.target}${command.overNs > 0 ? `/${durationText(command.overNs)}` : ''}`;
  if (command.kind === 'kill') return 'kill=all';
  const { fault } = command;
  if (fault.kind === 'allocation') return `inject=allocation/${fault.count}`;
  if (fault.kind === 'slow-disk') return `inject=slow-disk/${fault.factor}/${durationText(fault.forNs)}`;
  return `inject=stalled-cpu/${fault.cpu}/${durationText(fault.forNs)}`;
}

/** The shortest exact form. */
export function durationText(ns: Ns): string {
  for (const [unit, size] of UNITS) if (ns % size === 0) return `${ns / size}${unit}`;
  return `${ns}ns`;
}

const UNITS: readonly (readonly [string, Ns])[] = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
];
