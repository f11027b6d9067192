// A YAML file that remembers where each value stands. Broken or oversized files end in a UsageError with the place.

import { readFileSync, statSync } from 'node:fs';
import {
  Composer,
  type CST,
  type Document,
  isMap,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type YAMLError,
} from 'yaml';
import { UsageError } from '../base/usage-error.ts';

const MAX_BYTES = 1_000_000;

/** Of what an anchor names, those inside other copies included. */
const MOST_COPIES = 100;

export type FieldPath = readonly PropertyKey[];

export type ReadYaml = (path: string) => YamlFile;

/** For who reads many files that name the same ones: each is read once. */
export function readOnce(): ReadYaml {
  const files = new Map<string, YamlFile>();
  return (path) => {
    const file = files.get(path) ?? new YamlFile(path);
    files.set(path, file);
    return file;
  };
}

export class YamlFile {
  readonly path: string;
  readonly data: unknown;
  private readonly lines = new LineCounter();
  private readonly document: Document;

  /** `part`: the beginning of the text that is looked at; all of it by default. */
  constructor(path: string, part: (text: string) => string = (text) => text) {
    this.path = path;
    const text = part(read(path));
    const composer = new Composer({ lineCounter: this.lines, prettyErrors: false });
    const [document, another] = composer.compose(this.tokensOf(text), true, text.length);
    if (document === undefined) throw new Error(`${path}: no document, although one was asked for in each case`);
    this.document = document;
    this.refuseProblems(another);
    this.refuseStrayAliases();
    this.data = this.expanded();
  }

  has(path: FieldPath): boolean {
    return this.document.hasIn(path);
  }

  /** 'file:line:col' of a field; of the nearest thing around it when it is absent. */
  where(path: FieldPath): string {
    const holder = this.document.getIn(path.slice(0, -1), true);
    const key = path.at(-1);
    const pair = isMap(holder) ? holder.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = isNode(pair?.key) ? pair.key : this.document.getIn(path, true);
    if (isNode(node) && node.range) return this.place(node.range[0]);
    return path.length === 0 ? this.place(0) : this.where(path.slice(0, -1));
  }

  private place(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `${this.path}:${line}:${col}`;
  }

  /** Whatever descends into the document later has its call stack for it, the library's composer included. */
  private tokensOf(text: string): readonly CST.Token[] {
    this.lines.addNewLine(0);
    const parser = new Parser(this.lines.addNewLine);
    const tokens: CST.Token[] = [];
    for (const lexeme of new Lexer().lex(text)) {
      tokens.push(...parser.next(lexeme));
      if (parser.stack.length > MOST_OPEN) throw new UsageError(`${this.place(parser.offset)}: nested too deeply`);
    }
    tokens.push(...parser.end());
    return tokens;
  }

  private refuseProblems(another: Document | undefined): void {
    const { errors, warnings } = this.document;
    const several = another === undefined ? [] : [{ pos: another.range ?? [0], message: SEVERAL }];
    const [problem] = [...errors.map(inWords), ...several, ...warnings.map(inWords)];
    if (problem !== undefined) throw new UsageError(`${this.place(problem.pos[0])}: ${problem.message}`);
  }

  /** Those that stand for nothing, or for what they are a part of. */
  private refuseStrayAliases(): void {
    visit(this.document, {
      Alias: (_, alias, around) => {
        const anchored = alias.resolve(this.document);
        if (anchored !== undefined && !around.includes(anchored)) return;
        const found = anchored === undefined ? 'none before it' : 'it inside what that names';
        throw new UsageError(
          `${this.place(alias.range?.[0] ?? 0)}: expected an anchor &${alias.source} for *${alias.source}, got ${found}`,
        );
      },
    });
  }

  private expanded(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: MOST_COPIES });
    } catch {
      // Every alias has its anchor: there is nothing else that the library refuses here.
      throw new UsageError(
        `${this.path}:1:1: expected at most ${MOST_COPIES} copies of an anchor by its aliases, got more`,
      );
    }
  }
}

/** Tokens that are open at once: about two for each list or map in another. Scenarios need ten. */
const MOST_OPEN = 60;

const SEVERAL = 'expected one YAML document, got several';

const inWords = ({ pos, message }: YAMLError) => ({ pos, message: `not valid YAML: ${message}` });

function read(path: string): string {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new UsageError(`${path}: expected a file, got a directory`);
    // A device or a pipe may never end, or never begin.
    if (!stat.isFile()) throw new UsageError(`${path}: expected a regular file`);
    if (stat.size > MAX_BYTES) throw new UsageError(`${path}: expected at most ${MAX_BYTES} bytes, got ${stat.size}`);
    return inUtf8(path, readFileSync(path));
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${path}: ${reason(error)}`);
  }
}

function inUtf8(path: string, bytes: Buffer): string {
  if (isText(bytes)) return bytes.toString('utf8');
  const lines = bytes.toString('latin1').split('\n');
  const line = lines.findIndex((text) => !isText(Buffer.from(text, 'latin1'))) + 1;
  throw new UsageError(`${path}:${line}: expected text in UTF-8, got other bytes`);
}

/** What is not UTF-8 does not come back as it was. */
const isText = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8')).equals(bytes) && !bytes.includes(0);

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
};

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return REASONS[code] ?? `cannot be read (${code})`;
}
