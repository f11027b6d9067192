// Entry of the command line. Parses first and loads what a command needs only then, so that --help answers at once.

import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { checkCommand } from './check.ts';
import { endWithOutput, report } from './exit.ts';
import { EPILOGUE, USAGE } from './help-text.ts';
import { listCommand } from './list.ts';
import { liveCommand } from './live.ts';
import { parseFailure, refuseDash, refuseNegation, refuseValue, withoutDashes } from './parse-failure.ts';
import { runCommand } from './run.ts';
import { versionLine } from './version.ts';

const WIDEST = 110;

async function main(given: readonly string[]): Promise<void> {
  const words = withoutDashes(given);
  const debug = words.includes('--debug');
  try {
    refuseDash(words);
    refuseNegation(words);
    refuseValue(words);
    await parser(words).parseAsync();
  } catch (error) {
    process.exitCode = report(error, debug);
  }
}

const parser = (words: readonly string[]) =>
  yargs([...words])
    .scriptName('vmtop')
    .locale('en')
    .parserConfiguration({ 'camel-case-expansion': false, 'dot-notation': false, 'parse-numbers': false })
    .usage(USAGE)
    .command(liveCommand)
    .command(runCommand)
    .command(listCommand)
    .command(checkCommand)
    .option('debug', { type: 'boolean', describe: 'Show the trace of an error' })
    .help('help', 'Show this help')
    .alias('help', 'h')
    .version('version', 'Show the version', versionLine())
    .alias('version', 'V')
    .epilogue(EPILOGUE)
    .wrap(process.stdout.isTTY ? Math.min(WIDEST, process.stdout.columns) : WIDEST)
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      // yargs' own errors are about what was typed, too.
      throw error === undefined || error.name === 'YError' ? parseFailure(message, words) : error;
    });

endWithOutput();
await main(hideBin(process.argv));
