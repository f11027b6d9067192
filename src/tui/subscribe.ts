// Turns what the bus tells into messages for the store.

import type { EventEmitter } from 'eventemitter3';
import type { Bus, Topics } from '../bus/bus.ts';
import type { Session } from '../session/session.ts';
import type { Store } from './state/store.ts';

/** Returns what ends the subscription. */
export function subscribe({ bus }: Session, { dispatch }: Store): () => void {
  const endings = [
    listen(bus, 'frame', (frame) => dispatch({ kind: 'frame', frame })),
    listen(bus, 'marker', (marker) => dispatch({ kind: 'marker', marker })),
    listen(bus, 'status', (status) => dispatch({ kind: 'status', status })),
    listen(bus, 'caption', (text) => dispatch({ kind: 'caption', text })),
    listen(bus, 'end', () => dispatch({ kind: 'end' })),
    listen(bus, 'failed', (failure) => dispatch({ kind: 'failed', failure })),
  ];
  return () => {
    for (const end of endings) end();
  };
}

function listen<Topic extends keyof Topics>(
  bus: Bus,
  topic: Topic,
  listener: EventEmitter.EventListener<Topics, Topic>,
): () => void {
  bus.on(topic, listener);
  return () => bus.off(topic, listener);
}
