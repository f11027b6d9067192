// Entry of the simulation's worker thread.

import { serveSession } from './serve-session.ts';

serveSession();
