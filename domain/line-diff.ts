export interface DiffLine {
  readonly mark: ' ' | '+' | '-';
  readonly text: string;
}

/** What turns the old lines into the new ones, with as few changes as can be; removals come before additions. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  // kept[i][j]: how many lines before[i…] and after[j…] have in common, in order.
  const kept = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (i: number, j: number): number => kept[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = kept[i];
    for (let j = after.length - 1; row !== undefined && j >= 0; j -= 1)
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ mark: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ mark: '-', text: old });
      i += 1;
    } else {
      lines.push({ mark: '+', text: fresh ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** The changes with some lines around them; a gap is where lines were left out. */
export function nearChanges(lines: readonly DiffLine[], around = 3): (DiffLine | 'gap')[] {
  const changed = lines.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const isNear = (index: number): boolean => changed.some((at) => Math.abs(at - index) <= around);
  return lines.flatMap((line, index): (DiffLine | 'gap')[] => {
    if (isNear(index)) return [line];
    return index === 0 || isNear(index - 1) ? ['gap'] : [];
  });
}
