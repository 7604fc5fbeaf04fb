/** A moment as issues and comments show it, the same for readers in every time zone: `2026-11-23 21:05 UTC`. */
export function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
