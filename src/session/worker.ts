// Entry of the worker threads: a live session or one measurement.

import { isMeasurement, serveMeasurement } from './serve-measurement.ts';
import { serveSession } from './serve-session.ts';

if (isMeasurement()) await serveMeasurement();
else serveSession();
