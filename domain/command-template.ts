/** A piece of a command: text as it stands, or a place where the value of a parameter belongs. */
export type TemplatePart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'place'; readonly name: string };

// `{{.Names}}` and `{{ a + b }}` are no places: they mean something to docker, helm and jinja.
const PLACE = /(\\?)\{\{\s*([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}/g;

/** Reads `{{ name }}` as a place; with a backslash before it, it is the text `{{ name }}`. Texts are never empty, nor two in a row. */
export function templateParts(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = '';
  let read = 0;
  const endText = (): void => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  for (const match of template.matchAll(PLACE)) {
    const [whole, backslash = '', name = ''] = match; // both groups take part in every match
    text += template.slice(read, match.index);
    read = match.index + whole.length;
    if (backslash === '') {
      endText();
      parts.push({ kind: 'place', name });
    } else text += whole.slice(1);
  }
  text += template.slice(read);
  endText();
  return parts;
}
