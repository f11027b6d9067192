// Entry of a worker thread that serves sessions of the counting model.

import { serveSession } from '../../src/session/serve-session.ts';
import { COUNTING_SOURCES } from './counting-sources.ts';

serveSession(COUNTING_SOURCES);
