import { Link } from "wouter";
import { monitoring } from "@/features/admin-monitoring/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { personHref } from "@/shared/admin/ui/person-cell";
import type { AuditReport, LedgerCheck } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Footnote } from "@/shared/ui/section";
import { IdNumber, Serial } from "@/shared/ui/serial";
import { Table, Td, Th, Tr } from "@/shared/ui/table";

export function BrokenRows({ rows }: { rows: AuditReport["broken"] }) {
  const t = useMessages(monitoring);
  const head = (
    <>
      <Th>{t.person}</Th>
      <Th>{t.version}</Th>
      <Th>{t.what}</Th>
    </>
  );
  return (
    <>
      <Table label={t.accessHistory} head={head}>
        {rows.map(({ user_id: id, version, why }) => (
          <Tr key={`${id} ${version ?? ""} ${why}`}>
            <Td isHead>
              <Link href={personHref(id)}>
                <IdNumber value={id} />
              </Link>
            </Td>
            <Td>{version === null ? "—" : <Serial version={version} />}</Td>
            <Td>{why}</Td>
          </Tr>
        ))}
      </Table>
      <Footnote>{t.brokenHelp}</Footnote>
    </>
  );
}

export function BrokenLinks({ links }: { links: LedgerCheck["broken"] }) {
  const t = useMessages(monitoring);
  const { nameOf } = useKnownModels();
  const head = (
    <>
      <Th>{t.model}</Th>
      <Th>{t.chain}</Th>
      <Th>{t.row}</Th>
      <Th>{t.what}</Th>
    </>
  );
  return (
    <>
      <Table label={t.signalLedger} head={head}>
        {links.map(({ model_id: model, chain, seq, why }) => (
          <Tr key={`${model} ${chain} ${seq} ${why}`}>
            <Td isHead>{nameOf(model)}</Td>
            <Td>{t[chain]}</Td>
            <Td>
              <Serial seq={seq} />
            </Td>
            <Td>{why}</Td>
          </Tr>
        ))}
      </Table>
      <Footnote>{t.brokenHelp}</Footnote>
    </>
  );
}
