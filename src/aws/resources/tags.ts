interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** A list of tags, as most services write it, as a record. */
export function tagsOf(tags: Tag[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])),
  );
}

/** The Name tag as a resource's name, where there is one. */
export function nameOf(tags: Tag[] | undefined): { name?: string } {
  const name = tagsOf(tags)['Name'];
  return name ? { name } : {};
}
