// Intl.Segmenter as the bundled packages see it. The real one takes 33 ms to be made first and is slow for each segment:
// it is made when a text comes that needs it.

import { isGraphemeEach } from './plain-text.ts';

const { Segmenter } = Intl;

type Segment = Pick<Intl.SegmentData, 'segment' | 'index'>;

export class GraphemeSegmenter {
  private readonly options: ConstructorParameters<typeof Segmenter>;
  private readonly byGrapheme: boolean;
  private real: Intl.Segmenter | null = null;

  constructor(...options: ConstructorParameters<typeof Segmenter>) {
    this.options = options;
    this.byGrapheme = (options[1]?.granularity ?? 'grapheme') === 'grapheme';
  }

  segment(text: string): Iterable<Segment> {
    if (this.byGrapheme && isGraphemeEach(text)) return units(text);
    this.real ??= new Segmenter(...this.options);
    return this.real.segment(text);
  }
}

/** One by one: who looks for the first difference of two texts does not need all. */
function* units(text: string): Generator<Segment, void> {
  for (let index = 0; index < text.length; index++) yield { segment: text[index] ?? '', index };
}
