// Texts from files that reach a terminal: a control character in them could do to it whatever it likes.

import { z } from 'zod';

const FORM = { error: 'expected text without control characters' };

export const printable = z.string().regex(/^\P{Cc}*$/u, FORM);

/** May run over several lines, as YAML's folded and literal texts do. */
export const printableLines = z.string().regex(/^(\P{Cc}|\n)*$/u, FORM);
