// Intl.Segmenter as the bundled packages see it. The real one takes 33 ms to be made first and is slow for each segment:
// it is made when a text comes that needs it.

import { isGraphemeEach } from './plain-text.ts';

const { Segmenter } = Intl;

type Segment = Pick<Intl.SegmentData, 'segment' | 'index'>;

export class GraphemeSegmenter {
  private readonly options: ConstructorParameters<typeof Segmenter>;
  private real: Intl.Segmenter | null = null;

  constructor(...options: ConstructorParameters<typeof Segmenter>) {
    this.options = options;
  }

  segment(text: string): Iterable<Segment> {
    if (isGraphemeEach(text)) return units(text);
    this.real ??= new Segmenter(...this.options);
    return this.real.segment(text);
  }
}

function units(text: string): Segment[] {
  const segments: Segment[] = [];
  for (let index = 0; index < text.length; index++) segments.push({ segment: text[index] ?? '', index });
  return segments;
}
