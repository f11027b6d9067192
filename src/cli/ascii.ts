// Whether the screen is drawn with ASCII characters only.

/** `asked`: --ascii or --no-ascii; without either the locale says whether the terminal can show more. */
export function drawsAscii(
  asked: boolean | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (asked !== undefined) return asked;
  const locale = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => environment[name] ?? '').find((value) => value !== '');
  // Where nothing is set, as in many containers, the terminal outside is likely to be of today.
  return locale !== undefined && !/utf-?8/i.test(locale);
}
