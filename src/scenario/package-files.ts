// Where the files that come with the package are, for the sources as well as for the bundle in dist.

import { fileURLToPath } from 'node:url';

const top = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../', import.meta.url);

export const SCENARIOS = fileURLToPath(new URL('scenarios/', top));
