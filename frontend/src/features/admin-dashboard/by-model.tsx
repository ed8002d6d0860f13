import { Link } from "wouter";
import css from "@/features/admin-dashboard/dashboard.module.css";
import { dashboard } from "@/features/admin-dashboard/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { Stats } from "@/shared/api/types";
import { count, countChange, rate } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { Table, Td, Th, Tr } from "@/shared/ui/table";
import { ModelTile } from "@/shared/ui/tile";

const PERCENT = 100;

/** Who holds what: shares of all people, the part that ends within a week hatched. */
export function ByModel({ stats }: { stats: Stats }) {
  const t = useMessages(dashboard);
  const head = (
    <>
      <Th>{t.model}</Th>
      <Th align="end">{t.active}</Th>
      <Th>{t.share}</Th>
      <Th align="end">{t.ends7}</Th>
      <Th align="end">{t.new7}</Th>
    </>
  );
  const aside = (
    <>
      <span className={css.hatch} aria-hidden />
      {t.endsWithin}
    </>
  );
  return (
    <Card as="section">
      <CardHead title={t.byModel} aside={aside} />
      <div className={css.flush}>
        <Table label={t.byModel} head={head}>
          {stats.rights_by_model.map((row) => (
            <ModelRow key={row.model_id} row={row} people={stats.users} />
          ))}
        </Table>
      </div>
    </Card>
  );
}

function ModelRow({ row, people }: { row: Stats["rights_by_model"][number]; people: number }) {
  const t = useMessages(dashboard);
  const { nameOf } = useKnownModels();
  const name = nameOf(row.model_id);
  const part = (rights: number) => (people === 0 ? 0 : rights / people);
  const label = t.shareName(name, rate(part(row.active)), count(row.ending_7_days));
  return (
    <Tr>
      <Td isHead>
        <Link href={`/admin/people?model_id=${encodeURIComponent(row.model_id)}`} className={css.model}>
          <ModelTile modelId={row.model_id} size="small" />
          {name}
        </Link>
      </Td>
      <Td align="end">{count(row.active)}</Td>
      <Td>
        <div className={css.bar} role="img" aria-label={label}>
          <span style={{ width: `${part(row.active - row.ending_7_days) * PERCENT}%` }} />
          <span style={{ width: `${part(row.ending_7_days) * PERCENT}%` }} />
        </div>
      </Td>
      <Td align="end">
        {row.ending_7_days === 0 ? "—" : <span className={css.soon}>{count(row.ending_7_days)}</span>}
      </Td>
      <Td align="end">{countChange(row.new_7_days)}</Td>
    </Tr>
  );
}
