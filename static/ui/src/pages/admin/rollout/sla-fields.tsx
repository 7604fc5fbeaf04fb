import { Text } from '@atlaskit/primitives';
import Textfield from '@atlaskit/textfield';
import { ACCOUNT_TIERS, type AccountTier } from '../../../../../../src/domain/account';
import { SEVERITIES, type Severity } from '../../../../../../src/domain/severity';
import type { Sla } from '../../../../../../src/domain/sla';
import { errorUnder, type FieldErrors } from '../../../use-fields';

const days = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

/** Days to fix, by tier and severity. `path` is where the errors of the form have it: `sla`. */
export function SlaFields({
  sla,
  path,
  errors,
  onChange,
}: {
  sla: Sla;
  path: string;
  errors: FieldErrors;
  onChange: (sla: Sla) => void;
}) {
  const set = (tier: AccountTier, severity: Severity, text: string) =>
    onChange({ ...sla, [tier]: { ...sla[tier], [severity]: days(text) } });
  const error = errorUnder(errors, path);
  return (
    <div>
      <table className="sla-table" aria-label="Days to fix">
        <thead>
          <tr>
            <th scope="col">Account tier</th>
            {SEVERITIES.map((severity) => (
              <th key={severity} scope="col">
                {severity}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ACCOUNT_TIERS.map((tier) => (
            <tr key={tier}>
              <th scope="row">{tier}</th>
              {SEVERITIES.map((severity) => (
                <td key={severity}>
                  <Textfield
                    aria-label={`Days to fix ${severity} findings in ${tier} accounts`}
                    inputMode="numeric"
                    isCompact
                    isInvalid={errors[`${path}.${tier}.${severity}`] !== undefined}
                    value={Number.isNaN(sla[tier][severity]) ? '' : String(sla[tier][severity])}
                    onChange={(event) => set(tier, severity, event.currentTarget.value)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div aria-live="polite">
        {error !== undefined && <Text color="color.text.danger">{`A number of days ${error}.`}</Text>}
      </div>
    </div>
  );
}
