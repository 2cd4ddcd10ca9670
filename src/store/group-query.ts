/** The condition on a group: the one that is asked for, as far as it is one of those that may be seen. */
export function groupQuery(
  wanted: string | undefined,
  visible: readonly string[] | undefined,
): { group?: string | { $in: string[] } } {
  if (visible === undefined) return wanted === undefined ? {} : { group: wanted };
  if (wanted === undefined) return { group: { $in: [...visible] } };
  return { group: visible.includes(wanted) ? wanted : { $in: [] } };
}
