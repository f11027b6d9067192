// Our own typing of the few parts that are used: blessed-contrib's declarations do not compile under strict settings.

declare module 'blessed-contrib/lib/widget/charts/line.js' {
  import type { Widgets } from 'blessed';

  export interface LineSeries {
    readonly title?: string;
    readonly x: readonly string[];
    readonly y: readonly number[];
    readonly style: { readonly line: number };
  }

  export interface LineOptions {
    readonly screen: Widgets.Screen;
    readonly width: number;
    readonly height: number;
    readonly top: number;
    readonly left: number;
    readonly showLegend: boolean;
    readonly xPadding: number;
    readonly xLabelPadding: number;
    readonly numYLabels: number;
    readonly minY: number;
    maxY: number;
    readonly style: { readonly baseline: number; readonly text: number; readonly line: number };
  }

  /** Dots of the drawing behind a widget. */
  interface DotCanvas {
    readonly content: Uint8Array;
    readonly chars: (string | null)[];
    readonly colors: (string | null)[];
  }

  class Line extends Widgets.BoxElement {
    constructor(options: LineOptions);
    readonly options: LineOptions;
    readonly ctx: { readonly _canvas: DotCanvas; clearRect: () => void };
    setData(series: readonly LineSeries[]): void;
  }

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export { Line as default };
}
