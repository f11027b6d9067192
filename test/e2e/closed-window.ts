// A terminal window that is closed: starts the program given, waits for its screen, presses a key, prints the program's pid
// and is gone.

import { startPty } from './pty.ts';

const [vmtop = '', keys = ''] = process.argv.slice(2);
const pty = startPty([process.execPath, vmtop, 'aim7-small'], { columns: 100, rows: 30 });
await pty.waitFor((text) => text.includes('[k]') && text.includes('\u2514\u2500'), 60_000);
pty.write(keys);
process.stdout.write(`${pty.pid}\n`);
process.exit(0);
