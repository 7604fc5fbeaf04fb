/**
 * Cuts what holds so many findings each into groups, in the order given: of at most `findings` together, or of one that has more,
 * and of at most `parts`.
 */
export function inStatements<Part extends { findings: number }>(
  all: readonly Part[],
  most: { findings: number; parts?: number },
): Part[][] {
  const groups: Part[][] = [];
  let [group, findings]: [Part[], number] = [[], 0];
  for (const part of all) {
    const isFull = group.length === most.parts || findings + part.findings > most.findings;
    if (group.length === 0 || isFull) {
      [group, findings] = [[], 0];
      groups.push(group);
    }
    group.push(part);
    findings += part.findings;
  }
  return groups;
}
