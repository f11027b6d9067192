// Intl.Segmenter as the bundled packages see it. The real one takes 33 ms to be made first and is slow for each segment:
// it is made when a text comes that needs it.

import { isGraphemeEach } from './plain-text.ts';

const { Segmenter } = Intl;

type Segment = Intl.SegmentData;

export class GraphemeSegmenter {
  private readonly options: ConstructorParameters<typeof Segmenter>;
  private readonly byGrapheme: boolean;
  private real: Intl.Segmenter | null = null;

  constructor(...options: ConstructorParameters<typeof Segmenter>) {
    this.options = options;
    this.byGrapheme = (options[1]?.granularity ?? 'grapheme') === 'grapheme';
  }

  segment(text: string): Pick<Intl.Segments, 'containing' | typeof Symbol.iterator> {
    if (this.byGrapheme && isGraphemeEach(text)) return new Units(text);
    this.real ??= new Segmenter(...this.options);
    return this.real.segment(text);
  }
}

/** Each unit of the text is a segment. One by one: who looks for the first difference of two texts does not need all. */
class Units {
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  *[Symbol.iterator](): Generator<Segment, undefined> {
    for (let index = 0; index < this.text.length; index++) yield this.at(index);
    return undefined;
  }

  containing(unit = 0): Segment | undefined {
    const index = Math.trunc(unit) || 0;
    return index >= 0 && index < this.text.length ? this.at(index) : undefined;
  }

  private at(index: number): Segment {
    return { segment: this.text[index] ?? '', index, input: this.text };
  }
}
