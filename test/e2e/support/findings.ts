import type { FrameLocator, Locator } from 'playwright-core';

/** The number on the card with that label, above a table of findings. */
export async function countOn(app: FrameLocator, label: string): Promise<number> {
  const card = app.getByRole('listitem').filter({ has: app.getByText(label, { exact: true }) });
  const [, count] = (await card.innerText()).split(/\s*\n\s*/);
  return Number(count);
}

/** How many findings the table shows on this page of it. */
export async function rowCount(app: FrameLocator): Promise<number> {
  return (await app.getByRole('row').count()) - 1;
}

/** The texts of the column with that header, from the top; the lines of a cell with blanks between. */
export async function column(app: FrameLocator, header: string): Promise<string[]> {
  const headers = await app.getByRole('columnheader').allInnerTexts();
  // Where nothing matches there is no table.
  if (headers.length === 0) return [];
  const index = headers.findIndex((text) => text.trim() === header);
  if (index < 0) throw new Error(`The table has no column ${header}, only ${headers.join(', ')}`);
  const cells = await app.locator(`tbody tr > td:nth-child(${index + 1})`).allInnerTexts();
  return cells.map((text) => text.trim().replace(/\s*\n\s*/g, ' '));
}

/** Whether that element has the keyboard focus, or something in it. */
export function focusIsIn(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node.contains(document.activeElement));
}
