import { Text } from '@atlaskit/primitives';
import type { SlaView } from '../../../../../src/contract/global-page';
import { DAY_MS } from '../../../../../src/domain/time';
import { formatDate } from '../../time';

const WIDTH = 720;
const HEIGHT = 140;
const DAYS = 90;

/** What was overdue at the end of each day, up to the last one that was counted. The same numbers stand in a table for whoever cannot see it. */
export function BreachesChart({ days }: { days: SlaView['days'] }) {
  const most = Math.max(0, ...days.map(({ overdue }) => overdue));
  const first = (days.at(-1)?.dayAt ?? 0) - (DAYS - 1) * DAY_MS;
  const step = WIDTH / DAYS;
  return (
    <figure className="breaches">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Overdue findings by day">
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="breaches-axis" />
        {days.map(({ dayAt, overdue }) => {
          const height = most === 0 ? 0 : (overdue / most) * (HEIGHT - 10);
          return (
            <rect
              key={dayAt}
              className="breaches-bar"
              x={((dayAt - first) / DAY_MS) * step + 1}
              y={HEIGHT - height}
              width={step - 2}
              height={height}
            >
              <title>{`${formatDate(dayAt)}: ${overdue} overdue`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <Text size="small" color="color.text.subtle">
          {most === 0
            ? `Nothing was overdue at the end of any of the last ${DAYS} days.`
            : `Overdue findings at the end of each day of the last ${DAYS} days; the highest is ${most}.`}
        </Text>
      </figcaption>
      <table className="visually-hidden">
        <caption>Overdue findings by day</caption>
        <tbody>
          {days.map(({ dayAt, open, overdue }) => (
            <tr key={dayAt}>
              <th scope="row">{formatDate(dayAt)}</th>
              <td>{`${overdue} overdue of ${open}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
