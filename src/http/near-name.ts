import leven from 'leven';

/** More wrong letters than that are another name. */
const MOST = 3;

/** The name that may have been meant: about one letter in three may be wrong. Of several the nearest, and of these the first. */
export function nearName(meant: string, names: readonly string[]): string | undefined {
  const most = Math.min(MOST, Math.round(meant.length / 3));
  const near = names
    // As many letters as the lengths differ by are wrong in any case; that is quicker to see.
    .filter((name) => Math.abs(name.length - meant.length) <= most)
    .map((name) => ({ name, wrong: leven(meant, name) }))
    .filter(({ wrong }) => wrong <= most);
  return near.toSorted((a, b) => a.wrong - b.wrong)[0]?.name;
}
