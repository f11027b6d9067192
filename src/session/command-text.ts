// Commands as they are written after --at: 'rmap=chain', 'load=9000/20s', 'inject=slow-disk/4/10s'.

import { didYouMean } from '../base/closest.ts';
import { parseDuration } from '../base/quantity.ts';
import type { Ns } from '../base/time.ts';
import { UsageError } from '../base/usage-error.ts';
import type { Command, Fault, LoggedCommand } from '../simulation/command.ts';

const FORM =
  "expected 'TIME:SUBSYSTEM=VARIANT', 'TIME:load=N[/OVER]' or 'TIME:inject=allocation/COUNT | slow-disk/FACTOR/FOR | stalled-cpu/CPU/FOR', TIME such as 5s";

const FAULTS = ['allocation', 'slow-disk', 'stalled-cpu'];

/** '5s:rmap=chain' */
export function parseAt(text: string): LoggedCommand {
  const [, time = '', key = '', value = ''] = /^([^:]*):([^=]+)=(.+)$/.exec(text) ?? [];
  const atNs = parseDuration(time);
  const command = atNs === null || key === '' ? null : parseCommand(key, value.split('/'));
  if (atNs === null || command === null) throw new UsageError(`--at: ${FORM}, got '${text}'`);
  return { atNs, command };
}

function parseCommand(key: string, [first = '', second, third]: readonly string[]): Command | null {
  if (key === 'load') return parseLoad(first, second);
  if (key !== 'inject') return second === undefined ? { kind: 'flip', subsystem: key, variant: first } : null;
  if (!FAULTS.includes(first)) throw new UsageError(`--at: unknown fault '${first}'${didYouMean(first, FAULTS)}`);
  const fault = parseFault(first, second, third);
  return fault === null ? null : { kind: 'inject', fault };
}

function parseLoad(target: string, over: string | undefined): Command | null {
  const overNs = over === undefined ? 0 : parseDuration(over);
  const number = whole(target);
  return overNs === null || number === null ? null : { kind: 'load', target: number, overNs };
}

function parseFault(kind: string, first: string | undefined, second: string | undefined): Fault | null {
  const number = Number(first);
  const forNs = parseDuration(second ?? '');
  if (kind === 'allocation') return whole(first) === null ? null : { kind, count: number };
  if (forNs === null || !(number >= 0)) return null;
  if (kind === 'slow-disk') return { kind, factor: number, forNs };
  return whole(first) === null ? null : { kind: 'stalled-cpu', cpu: number, forNs };
}

const whole = (text: string | undefined): number | null => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : null);

/** What parseAt reads. */
export const atText = ({ atNs, command }: LoggedCommand): string => `${nsText(atNs)}:${commandText(command)}`;

function commandText(command: Command): string {
  if (command.kind === 'flip') return `${command.subsystem}=${command.variant}`;
  if (command.kind === 'load') return `load=${command.target}${command.overNs > 0 ? `/${nsText(command.overNs)}` : ''}`;
  const { fault } = command;
  if (fault.kind === 'allocation') return `inject=allocation/${fault.count}`;
  if (fault.kind === 'slow-disk') return `inject=slow-disk/${fault.factor}/${nsText(fault.forNs)}`;
  return `inject=stalled-cpu/${fault.cpu}/${nsText(fault.forNs)}`;
}

/** The shortest exact form. */
function nsText(ns: Ns): string {
  for (const [unit, size] of UNITS) if (ns % size === 0) return `${ns / size}${unit}`;
  return `${ns}ns`;
}

const UNITS: readonly (readonly [string, Ns])[] = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
];
