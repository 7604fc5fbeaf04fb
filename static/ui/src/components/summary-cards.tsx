import { Box, Inline, Stack, Text, xcss } from '@atlaskit/primitives';
import { COUNTED_UP_TO, type FindingsSummary } from '../../../../src/contract/findings';
import { SEVERITIES } from '../../../../src/domain/severity';
import { formatDateTime } from '../time';
import { SeverityLozenge, StateLozenge } from './lozenges';

const card = xcss({
  borderColor: 'color.border',
  borderRadius: 'radius.small',
  borderStyle: 'solid',
  borderWidth: 'border.width',
  minWidth: '104px',
  padding: 'space.150',
});

interface CardProps {
  label: React.ReactNode;
  count: number;
  /** How far it was counted, where that has an end. */
  upTo?: number;
  strong?: boolean;
}

function Card({ label, count, upTo = Number.POSITIVE_INFINITY, strong }: CardProps) {
  return (
    <Box xcss={card} role="listitem">
      <Stack space="space.075">
        <div>{label}</div>
        <Text
          size="large"
          weight="bold"
          color={strong === true && count > 0 ? 'color.text.danger' : 'color.text'}
        >
          {count >= upTo ? `${upTo.toLocaleString('en-US')}+` : count}
        </Text>
      </Stack>
    </Box>
  );
}

/** Counts by severity, and those that are easily forgotten: unknown, excepted, overdue, resolved. */
export function SummaryCards({ summary }: { summary: FindingsSummary }) {
  return (
    <Stack space="space.100">
      <Inline space="space.100" shouldWrap rowSpace="space.100" role="list">
        {SEVERITIES.map((severity) => (
          <Card
            key={severity}
            label={<SeverityLozenge severity={severity} />}
            count={summary.openBySeverity[severity]}
          />
        ))}
        <Card label={<StateLozenge state="unknown" />} count={summary.unknown} />
        <Card label={<StateLozenge state="excepted" />} count={summary.excepted} />
        <Card label={<Text>Overdue</Text>} count={summary.overdue} upTo={COUNTED_UP_TO} strong />
        <Card
          label={<Text>Resolved in 30 days</Text>}
          count={summary.resolvedLast30Days}
          upTo={COUNTED_UP_TO}
        />
      </Inline>
      <Text color="color.text.subtle" size="small">
        {summary.lastScanAt === null
          ? 'No scan has ended yet.'
          : `Last scan ${formatDateTime(summary.lastScanAt)}.`}
      </Text>
    </Stack>
  );
}
