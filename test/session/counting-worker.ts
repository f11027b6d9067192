// Entry of a worker thread that serves sessions and measurements of the counting model.

import { isMeasurement, serveMeasurement } from '../../src/session/serve-measurement.ts';
import { serveSession } from '../../src/session/serve-session.ts';
import { COUNTING_SOURCES } from './counting-sources.ts';

if (isMeasurement()) await serveMeasurement(COUNTING_SOURCES);
else serveSession(COUNTING_SOURCES);
