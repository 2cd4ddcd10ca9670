/** The image's name with the digest in place of its tag: whatever the tag has come to mean since, this stays the same image. */
export function pinnedImage(image: string, digest: string): string {
  // A colon before a slash is a registry's port, not a tag.
  const name = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return `${name}@${digest}`;
}
