import type { SlaView } from '../../contract/global-page';
import { DAY_MS } from '../../domain/time';
import { listAccounts } from '../../storage/accounts';
import { type SlaFilter, slaDays, slaStanding } from '../../storage/sla-days';

const DAYS_SHOWN = 90;

/** How the SLA is kept now and was kept lately. */
export async function slaView(filter: SlaFilter, now: number): Promise<SlaView> {
  const [days, teams, byAccount, accounts] = await Promise.all([
    slaDays(filter, now - DAYS_SHOWN * DAY_MS),
    slaStanding('project'),
    slaStanding('account'),
    listAccounts(),
  ]);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return {
    days,
    teams: teams.map((team) => ({ ...team, name: team.id === '' ? 'Nobody' : team.id })),
    accounts: byAccount.map((account) => ({ ...account, name: names.get(account.id) ?? account.id })),
  };
}
