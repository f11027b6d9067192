// What vmtop run writes to stdout: a report, a JSON document, JSON lines, or CSV.

import { UsageError } from '../base/usage-error.ts';
import type { Frame, Marker } from '../observe/frame.ts';
import { csvHead, csvRow } from '../report/export/csv.ts';
import { type Choice, runDocument } from '../report/export/json.ts';
import { textReport } from '../report/text.ts';
import type { DriverListener } from '../session/driver.ts';
import type { Run } from '../session/start-run.ts';

export interface BatchOutput {
  readonly listener: DriverListener;
  /** Every frame that it is told, and not the last one only. */
  readonly showsFrames: boolean;
  begin(run: Run, choice: Choice): void;
  frame(frame: Frame): void;
  end(run: Run, frame: Frame): void;
}

export interface Formats {
  readonly json?: boolean | undefined;
  readonly jsonl?: boolean | undefined;
  readonly csv?: boolean | undefined;
}

const FORMATS = ['json', 'jsonl', 'csv'] as const;

export function batchOutput(formats: Formats): BatchOutput {
  const asked = FORMATS.filter((format) => formats[format] === true);
  if (asked.length > 1) throw new UsageError(`expected one of --json, --jsonl, --csv, got --${asked.join(' and --')}`);
  if (asked[0] === 'json') return jsonOutput();
  if (asked[0] === 'jsonl') return jsonLines();
  return asked[0] === 'csv' ? csvOutput() : textOutput();
}

const write = (text: string): void => {
  process.stdout.write(text);
};

const nothing = (): void => undefined;

function textOutput(): BatchOutput {
  const markers: Marker[] = [];
  return {
    listener: { marker: (marker) => markers.push(marker) },
    showsFrames: false,
    begin: nothing,
    frame: nothing,
    end: ({ info: { title, metrics } }, frame) => write(textReport(frame, { title, metrics, markers, rows: 20 })),
  };
}

function jsonOutput(): BatchOutput {
  const markers: Marker[] = [];
  let chosen: Choice = { set: {}, load: null, params: {} };
  return {
    listener: { marker: (marker) => markers.push(marker) },
    showsFrames: false,
    begin: (_, choice) => {
      chosen = choice;
    },
    frame: nothing,
    end: (run, frame) => write(`${JSON.stringify(runDocument(run, chosen, markers, frame), null, 2)}\n`),
  };
}

function jsonLines(): BatchOutput {
  const line = (value: unknown): void => write(`${JSON.stringify(value)}\n`);
  return {
    listener: {
      marker: (marker) => line({ kind: 'marker', marker }),
      violation: (violation) => line({ kind: 'violation', violation }),
      command: (command) => line({ kind: 'command', ...command }),
      caption: (text) => line({ kind: 'caption', text }),
    },
    showsFrames: true,
    begin: ({ info }, { set, ...asked }) => line({ kind: 'run', schema: 'vmtop-jsonl/1', set, asked, info }),
    frame: (frame) => line({ kind: 'frame', frame }),
    end: ({ simulation }) => line({ kind: 'end', hash: simulation.hash() }),
  };
}

function csvOutput(): BatchOutput {
  let infos: Run['info']['metrics'] = [];
  return {
    listener: {},
    showsFrames: true,
    begin: ({ info }) => {
      infos = info.metrics;
      write(csvHead(infos));
    },
    frame: (frame) => write(csvRow(frame, infos)),
    end: nothing,
  };
}
